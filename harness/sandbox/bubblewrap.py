"""Bubblewrap: namespaces of its own and a file system that holds Python and nothing of ours.

No network, no other process, no home, no course, no batch: only the interpreter, the installed
packages and `inside/` are there, read-only. What can be written is small and in memory.
"""

import json
import os
import select
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from harness.model import Assignment, Fault, Limits, Session, Submission
from harness.sandbox import view
from harness.sandbox.room import package_folders
from harness.sandbox.session import WorkerSession
from harness.sandbox.worker import INSIDE, Plan, ProcessWorker, start


_NOBODY = 65534
_PATIENCE = 10.0


class BubblewrapSandbox:
    """Each submission in namespaces of its own."""

    name = "bubblewrap"

    @contextmanager
    def open(self, submission: Submission, assignment: Assignment) -> Iterator[Session]:
        """Load the submission; leaving the context ends its namespaces and all that is in them."""
        size = sum(map(len, submission.files.values()))
        hidden = view.hidden_paths(assignment.folder, assignment.without)
        begun = partial(
            begin, assignment.limits, hidden=hidden, room=size, devices=assignment.devices
        )
        session = WorkerSession(begun, submission, assignment)
        try:
            yield session
        finally:
            session.close()


def begin(
    limits: Limits,
    *,
    hidden: tuple[Path, ...] = (),
    room: int = 0,
    devices: tuple[str, ...] = (),
) -> ProcessWorker:
    """Start one worker that cannot see the hidden paths and may write `room` bytes and a file."""
    program = shutil.which("bwrap")
    if program is None:
        raise Fault("bubblewrap is not installed: there is no program `bwrap` on the PATH")
    packages, (heard, told) = package_folders(), os.pipe()
    walls = view.arguments(limits, packages, hidden=hidden, room=room, devices=devices)
    plan = Plan(
        prefix=(program, "--info-fd", str(told), *walls, "--"),
        passed=(told,),
        python=os.path.realpath(sys.executable),
        inside=view.INSIDE_THERE,
        packages=packages,
        folder=None,
        environment={},
        guarded=False,
        own_users=True,
        devices=bool(devices),
        user=nobody(packages),
        end=lambda worker: _end(worker, first),
    )
    try:
        worker = start(plan, limits)
    except Fault:
        os.close(heard)
        raise
    finally:
        os.close(told)
    first = _first(heard)
    return worker


def nobody(packages: list[str]) -> int | None:
    """For root: start as nobody, so that root of the sandbox is root nowhere; None to stay.

    It has to stay where only root can read this Python, as when it lies in /root, and in a user
    namespace that has nobody in it.
    """
    needed = [*view.interpreter(), *packages, str(INSIDE)]
    if os.geteuid() != 0 or not all(_open_to_all(Path(path)) for path in needed):
        return None
    there = any(first <= _NOBODY < first + count for first, count in user_ranges())
    return _NOBODY if there else None


def user_ranges() -> list[tuple[int, int]]:
    """The users that exist in this user namespace: the first and how many, range by range."""
    lines = Path("/proc/self/uid_map").read_text("ascii").splitlines()
    return [(int(first), int(count)) for first, _, count in map(str.split, lines)]


def _open_to_all(path: Path) -> bool:
    real = path.resolve()
    bits = [place.stat().st_mode for place in (real, *real.parents) if place.exists()]
    return bool(bits) and all(mode & stat.S_IXOTH for mode in bits) and bool(bits[0] & stat.S_IROTH)


def _first(heard: int) -> int | None:
    """A descriptor of the namespace's first process, as bwrap tells it; None if there never was."""
    told = b""
    while b"}" not in told and (more := os.read(heard, 4096)):
        told += more
    os.close(heard)
    try:
        return os.pidfd_open(json.loads(told)["child-pid"])
    except (ValueError, KeyError, OSError):
        return None


def _end(worker: ProcessWorker, first: int | None) -> None:
    """Kill the first process of the namespace: the kernel ends the others before it is gone."""
    if first is None:
        worker.process.kill()
    else:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(first, signal.SIGKILL)
        gone = select.poll()
        gone.register(first, select.POLLIN)
        gone.poll(_PATIENCE * 1000)
        os.close(first)
    try:
        worker.process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        worker.process.kill()
        worker.process.wait()
