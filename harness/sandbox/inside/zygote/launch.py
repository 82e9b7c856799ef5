"""Starts the zygote where it can see nothing of ours: namespaces of its own, a tree of its own.

The launcher stays behind as the parent of the namespace's first process, which is the zygote.
"""

import json
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn, TypedDict

from .kernel import PR_SET_PDEATHSIG, call, prctl
from .mounts import View, enter


NEW_USER, NEW_MOUNTS, NEW_PIDS = 0x10000000, 0x20000, 0x20000000
NAMESPACES = NEW_USER | NEW_MOUNTS | NEW_PIDS | 0x40000000 | 0x08000000 | 0x04000000 | 0x02000000
"""Users, mounts, processes, network, IPC, host name, control groups."""
NOBODY_IN_PARTICULAR = 1000
_PATIENT_PACKET = 2**20


class Start(TypedDict):
    """What the launcher is told, as one packet."""

    view: View
    command: list[str]
    environment: dict[str, str]


def main(control: int) -> NoReturn:
    """Read the order, wall in, become the zygote."""
    start: Start = json.loads(os.read(control, _PATIENT_PACKET))
    user, group = os.geteuid(), os.getegid()
    call("unshare", NAMESPACES)
    map_users(user, group)
    if child := os.fork():
        os.close(control)
        os.chdir("/")
        with suppress(KeyboardInterrupt):
            os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
        os._exit(1)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    name_the_host()
    enter(start["view"])
    os.set_inheritable(control, True)
    sys.stdout.flush()
    os.execve(start["command"][0], start["command"], start["environment"])  # noqa: S606 - ours


def map_users(user: int, group: int) -> None:
    """One user inside, who is nobody in particular, and the one who grades outside."""
    inside = NOBODY_IN_PARTICULAR
    maps = {"setgroups": "deny", "uid_map": f"{inside} {user} 1", "gid_map": f"{inside} {group} 1"}
    for name, line in maps.items():
        try:
            file = os.open(f"/proc/self/{name}", os.O_WRONLY)
            os.write(file, line.encode())
            os.close(file)
        except OSError as error:
            raise OSError(error.errno, f"{name}: {error.strerror}") from error


def name_the_host() -> None:
    """A neutral name."""
    call("sethostname", b"sandbox", len("sandbox"))
