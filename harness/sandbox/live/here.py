"""A file run in this very process: for a self-check where no other process can be kept in hand.

Windows has neither forks nor limits of a process. A student who checks their own work there has
nothing to be protected from but that; so the file is run as a notebook's cells would be, and the
report says `here` where it names its walls. Nobody is graded so.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from harness.model import Assignment, Broken, Loaded, Raised, Session, Stopped, Submission
from harness.sandbox import answers
from harness.sandbox.fields import Fields
from harness.sandbox.inside.absent import Absence, AbsentModule
from harness.sandbox.inside.load import Work, run_module
from harness.sandbox.live.alarm import TimeUpError, alarm
from harness.sandbox.live.calm import FloodError, heard, undisturbed
from harness.sandbox.live.session import LiveSession
from harness.sandbox.said import Said


_LOADING = 4
"""Times as long as a question."""
_TAKEN = "the package {!r} may not be used in this assignment; write this part without it"


class Here:
    """This process in place of a sandbox."""

    name = "here"

    @contextmanager
    def open(self, submission: Submission, assignment: Assignment) -> Iterator[Session]:
        """Run the submission in an empty folder; leaving the context forgets its modules."""
        with ExitStack() as stack:
            folder = stack.enter_context(_folder())
            stack.enter_context(undisturbed())
            stack.enter_context(_without(assignment.without))
            stack.enter_context(_forgotten(folder))
            assert submission.main is not None
            work = Work(folder, submission.main)
            work.prepare(submission.files)
            said = Said(assignment.limits)
            loaded = _loaded(work, said, _LOADING * assignment.limits.seconds)
            yield LiveSession(work.names, assignment, work.book, loaded=loaded, said=said)


def _loaded(work: Work, said: Said, seconds: float) -> Loaded | Stopped | Broken:
    """How running the file from top to bottom ended."""
    try:
        with heard(said), alarm(seconds):
            _run(work)
    except MemoryError:
        return Stopped(limit="memory", detail="MemoryError")
    ended = {error["type"] for error in work.errors}  # what ends a run is raised inside it
    if KeyboardInterrupt.__name__ in ended:
        raise KeyboardInterrupt
    if TimeUpError.__name__ in ended:
        return Stopped(limit="time", detail=f"{seconds:g} s")
    if FloodError.__name__ in ended:
        return Stopped(limit="output", detail="too much was printed")
    return Loaded(errors=tuple(map(_raised, work.errors)), said=said.text)


def _run(work: Work) -> None:
    if work.main.endswith(".ipynb"):
        from harness.sandbox.inside.notebook import run_cells  # noqa: PLC0415 - notebooks alone

        run_cells(work)
    else:
        run_module(work)


def _raised(error: dict[str, Any]) -> Raised:
    return answers.raised(Fields({**error, "nonce": ""}, ""), 0.0)


@contextmanager
def _folder() -> Iterator[Path]:
    """An empty one to work in; whoever stands in it has left before it is removed."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="submission-", ignore_cleanup_errors=True) as place:
        try:
            yield Path(place).resolve()
        finally:
            os.chdir(before)


@contextmanager
def _without(packages: tuple[str, ...]) -> Iterator[None]:
    """These packages are absent, also those that were imported before."""
    taken, finder = frozenset(packages), Absence(packages, _TAKEN)
    held = {name: sys.modules.pop(name) for name in _below(taken)}
    finders: list[Any] = sys.meta_path
    finders.insert(0, finder)
    try:
        yield
    finally:
        with suppress(ValueError):
            finders.remove(finder)
        for name in [name for name, it in sys.modules.items() if isinstance(it, AbsentModule)]:
            del sys.modules[name]
        sys.modules.update(held)


def _below(packages: frozenset[str]) -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] in packages]


@contextmanager
def _forgotten(folder: Path) -> Iterator[None]:
    """Modules that lie in the folder are imported anew the next time."""
    path, known = list(sys.path), set(sys.modules)
    try:
        yield
    finally:
        sys.path[:] = path
        for name in set(sys.modules) - known:
            file = getattr(sys.modules[name], "__file__", None)
            if file is not None and Path(str(file)).is_relative_to(folder):
                del sys.modules[name]
