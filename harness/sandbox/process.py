"""The plain process: limits and a clean room, for machines that have no better walls.

It stops what is clumsy: endless loops, memory, floods, daemons. It hides nothing: the submission
runs as the user who grades, sees that user's files and the network.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from harness.model import Assignment, Fault, Limits, Session, Submission
from harness.sandbox import room, tree
from harness.sandbox.session import WorkerSession
from harness.sandbox.worker import INSIDE, Plan, ProcessWorker, start


_MARK = "HARNESS_WORKER"
_VISIBLE = "CUDA_VISIBLE_DEVICES"
_PATIENCE = 5.0


class ProcessSandbox:
    """Each submission in a process tree of its own, in an empty folder that is removed."""

    name = "process"

    @contextmanager
    def open(self, submission: Submission, assignment: Assignment) -> Iterator[Session]:
        """Load the submission; leaving the context kills all that is left of it."""
        session = WorkerSession(
            lambda: begin(assignment.limits, assignment.devices), submission, assignment
        )
        try:
            yield session
        finally:
            session.close()


def begin(limits: Limits, devices: tuple[str, ...] = ()) -> ProcessWorker:
    """Start one worker."""
    folder, mark = Path(tempfile.mkdtemp(prefix="submission-")), token_hex(16)
    plan = Plan(
        prefix=(),
        python=os.path.realpath(sys.executable),
        inside=str(INSIDE),
        packages=room.package_folders(),
        folder=folder,
        environment=room.environment(str(folder)) | {_MARK: mark, _VISIBLE: _visible(devices)},
        guarded=True,
        own_users=False,
        devices=bool(devices),
        end=lambda worker: _end(worker, folder, mark),
    )
    try:
        return start(plan, limits)
    except Fault:
        remove(folder)
        raise


def _visible(devices: tuple[str, ...]) -> str:
    """The number of the one device that may be used, or nothing: no wall hides the others."""
    numbers = (path.removeprefix("/dev/nvidia") for path in devices)
    return next((number for number in numbers if number.isdigit()), "")


def _end(worker: ProcessWorker, folder: Path, mark: str) -> None:
    """Ask the guardian to end everything; where it cannot any more, do it from here."""
    assert worker.process.stdin is not None
    with suppress(OSError):
        worker.process.stdin.close()
    try:
        worker.process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        tree.kill(tree.members(worker.process.pid))
        worker.process.wait()
    if worker.process.returncode < 0:
        # The guardian did not end by itself: what it guarded may be left.
        tree.kill(tree.where(lambda it: it.environ().get(_MARK) == mark or it.cwd() == str(folder)))
    remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder that a student could write: by descriptors, so no link leads out of it."""
    with suppress(OSError, RecursionError):
        shutil.rmtree(folder)
    if not folder.exists():
        return
    for command in (("chmod", "-R", "u+rwx"), ("rm", "-rf")):  # neither follows links, at any depth
        subprocess.run(  # noqa: S603 - our own command line
            [*command, "--", str(folder)], check=False, capture_output=True
        )
