"""The walls that a worker builds around itself before the first line of a student runs."""

import ctypes
import os
import resource
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn


_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 36, 38
_MIB = 2**20
_MOST_FILES = 256
_LIBC: Any = ctypes.CDLL(None) if sys.platform == "linux" else None
"""Only there is it asked for anything."""
CPU_SECONDS = 1800
"""A backstop for what nobody watches any more; questions are timed by the judge's clock."""


def limit(walls: dict[str, Any]) -> None:
    """Limits of the kernel, for this process and all that come of it."""
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_FSIZE, walls["file_mib"] * _MIB)
    lower(resource.RLIMIT_NOFILE, _MOST_FILES)
    lower(resource.RLIMIT_STACK, 16 * _MIB)
    lower(resource.RLIMIT_CPU, CPU_SECONDS)
    if walls["own_users"]:
        _lower_processes(walls["processes"])
    if sys.platform == "linux":
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    if sys.platform == "linux" and walls.get("mapping", 1):  # else only what it takes is watched
        mapped = walls.get("mapped_pages") or mapped_pages()
        pages = mapped + walls["memory_mib"] * _MIB // resource.getpagesize()
        lower(resource.RLIMIT_AS, pages * resource.getpagesize())


def mapped_pages() -> int:
    """The size of this process; a sandbox without /proc has to be told."""
    number = os.open("/proc/self/statm", os.O_RDONLY)  # before each fork: no more than it takes
    try:
        return int(os.read(number, 100).split()[0])
    finally:
        os.close(number)


def lower(which: int, value: int) -> None:
    """A limit of the kernel, hard and soft; one that is lower already stays."""
    _, hard = resource.getrlimit(which)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def _lower_processes(most: int) -> None:
    """The kernel counts a user's processes: all of them, before Linux 5.14. So it is tried."""
    before = resource.getrlimit(resource.RLIMIT_NPROC)
    resource.setrlimit(resource.RLIMIT_NPROC, (most, before[1]))
    try:
        if (child := os.fork()) == 0:
            os._exit(0)
        os.waitpid(child, 0)
    except OSError:
        resource.setrlimit(resource.RLIMIT_NPROC, before)
    else:
        resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


def _prctl(option: int, value: int) -> None:
    _LIBC.prctl(option, value, 0, 0, 0)


def guard(room: Path, user: int | None = None) -> None:
    """Split in two: a guardian stays behind, the caller goes on as its child.

    Whatever the child starts, daemons with sessions of their own too, comes back to the guardian
    when it is orphaned. When standard input ends (the judge wants it, or is gone) or the child has
    died, the guardian kills until nothing is left, removes the room and ends as the child did.
    `user` is somebody whose every process is the child's, if there is such a user.
    """
    if sys.platform == "linux":
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    wake, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes)
    if child := os.fork():
        _keep(child, wake, wakes, room, user)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.close(wake)
    os.close(wakes)
    os.setpgid(0, 0)
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _keep(child: int, wake: int, wakes: int, room: Path, user: int | None) -> NoReturn:
    """Wait, as the guardian, for the end of the child or of the judge."""
    for number in set(range(1, _MOST_FILES)) - {wake, wakes}:
        with suppress(OSError):  # the pipes are the child's alone: their end must be seen
            os.close(number)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    with suppress(OSError):
        os.setpgid(child, child)
    status, going = 0, True
    while going:
        ready, _, _ = select.select([0, wake], [], [])
        if wake in ready:
            os.read(wake, 4096)
        while going and (ended := _reap()) is not None:
            if ended[0] == child:
                status, going = ended[1], False
        going = going and not (0 in ready and not os.read(0, 1))
    if user is not None:
        _kill_user(user)
    _kill_all(child)
    os.chdir("/")
    import shutil  # noqa: PLC0415 - no start has to wait for it

    with suppress(OSError, RecursionError):  # the judge, if it lives, knows what to do with traps
        shutil.rmtree(room)
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def _reap() -> tuple[int, int] | None:
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, status) if pid else None


def _kill_user(user: int) -> None:
    """Kill all that a user has, at one stroke, so that no fork can run away from it."""
    if (killer := os.fork()) == 0:
        with suppress(OSError):
            os.setresuid(user, user, user)
            os.kill(-1, signal.SIGKILL)
        os._exit(0)
    with suppress(OSError):
        os.waitpid(killer, 0)


def _kill_all(group: int) -> None:
    """Kill the children until there are none: orphans of the killed become children in turn."""
    while True:
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)
        for child in children():
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def children() -> list[int]:
    """The direct children of this process."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    if listed.exists():
        return [int(pid) for pid in listed.read_text("ascii").split()]
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            found.append(int(stat.parent.name))
    return found
