"""Before the first submission, one of ours tries every wall: an empty promise ends the run.

It runs where submissions run, started as they are. What it looks for is made for it: a file, a
listener, a process, each known by a word that was drawn for this purpose.
"""

import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from secrets import token_hex
from typing import Any

from harness.model import Assignment, Exercise, Fault, Job, Returned, Sandbox, Session, Submission
from harness.sandbox.level import Level
from harness.sandbox.view import hidden_paths
from harness.sandbox.worker import INSIDE


_DRIVE = b"def tried(f, **questions): return f(questions)\n"
_EXERCISE = Exercise(name="tried", oracle="", points=Fraction(0), public=frozenset())
_SECONDS = 30.0
_PROMISED = {
    "a file of the judge's can be read": Level.LANDLOCK,
    "this machine can be connected to": Level.LANDLOCK,
    "an abstract socket can be connected to": Level.LANDLOCK,
    "a process of the judge's can be signalled": Level.LANDLOCK,
    "a hidden file can be read": Level.LANDLOCK,
    "privileges can be had": Level.LANDLOCK,
    "a file of the judge's can be seen": Level.NAMESPACES,
    "processes of the judge's can be listed": Level.NAMESPACES,
    "memory can be filled by files": Level.NAMESPACES,
    "system calls are not filtered": Level.FULL,
}
"""What must not be possible, and from which level on."""


_PROVEN: set[str] = set()
"""Sandboxes whose walls stood when this process tried them."""


class Proven:
    """A sandbox whose walls are tried once in a process, before it is first used there."""

    def __init__(self, sandbox: Sandbox, level: Level) -> None:
        self._sandbox, self._level = sandbox, level

    @property
    def name(self) -> str:
        """Of the sandbox."""
        return self._sandbox.name

    @property
    def inner(self) -> Sandbox:
        """The sandbox itself, whose walls are tried when it is opened from here."""
        return self._sandbox

    @contextmanager
    def open(self, submission: Submission, assignment: Assignment) -> Iterator[Session]:
        """Load the submission; Fault if a wall that is promised does not stand."""
        if self.name not in _PROVEN:
            prove(self._sandbox, self._level, assignment)
            _PROVEN.add(self.name)
        with self._sandbox.open(submission, assignment) as session:
            yield session


def prove(sandbox: Sandbox, level: Level, assignment: Assignment) -> None:
    """Try the walls of a sandbox as this assignment would have it; Fault if one does not hold."""
    promised = {what for what, since in _PROMISED.items() if since <= level}
    if not promised:
        return
    limits = replace(assignment.limits, seconds=max(_SECONDS, assignment.limits.seconds))
    ours = replace(assignment, drive=_DRIVE, exercises=(_EXERCISE,), limits=limits)
    source = (INSIDE / "canary.py").read_bytes()
    canary = Submission(
        name="canary", label="canary", files={"canary.py": source}, main="canary.py", digest=""
    )
    with ExitStack() as stack:
        questions = stack.enter_context(_bait(assignment))
        session = stack.enter_context(sandbox.open(canary, ours))
        (found,) = session.ask([_job(questions)])
    if not isinstance(found, Returned) or not isinstance(found.value, dict):
        raise Fault(f"the walls of {sandbox.name} could not be tried: {found}")
    if fallen := sorted(what for what in promised if found.value.get(what) is not False):
        raise Fault(
            f"the walls of {sandbox.name} do not hold here: {'; '.join(fallen)}. "
            "Nothing was graded. Choose another sandbox by --sandbox, and tell us of this one"
        )


@contextmanager
def _bait(assignment: Assignment) -> Iterator[dict[str, Any]]:
    """What the canary tries to reach."""
    token = token_hex(8)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="canary-")))
        folder.chmod(0o755)
        file = folder / "canary"
        file.write_text(token, "ascii")
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        meeting = stack.enter_context(socket.socket(socket.AF_UNIX))
        meeting.bind(f"\0{token}")
        meeting.listen()
        with _process(token) as process:
            yield {
                "token": token,
                "file": str(file),
                "port": listener.getsockname()[1],
                "socket": token,
                "process": process,
                "hidden": _hidden_files(assignment),
                "file_mib": assignment.limits.file_mib,
            }


@contextmanager
def _process(token: str) -> Iterator[int]:
    """A process of ours with the word on its command line, that only waits to be ended."""
    process = subprocess.Popen(  # noqa: S603 - our own command line
        ["/bin/sh", "-c", "read forever", token], stdin=subprocess.PIPE
    )
    with process:
        yield process.pid
        assert process.stdin is not None
        process.stdin.close()


def _hidden_files(assignment: Assignment) -> list[str]:
    """Files of everything that must not be there."""
    names = ("", "__init__.py", "reference/__init__.py", "reference/probe.py")
    files = [
        path / name
        for path in hidden_paths(assignment.folder, assignment.without)
        for name in names
    ]
    return [str(file.resolve()) for file in files if file.is_file()]


def _job(questions: dict[str, Any]) -> Job:
    return Job(
        exercise="tried",
        probe="walls",
        check="value",
        hidden=True,
        dtype="",
        arguments=questions,
    )
