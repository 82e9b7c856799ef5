"""No sandbox at all: the student's own process, asked while it lives, for a self-check only.

In a notebook there is nothing to protect the student from but their own code, and nothing of ours
to hide: the questions are the public ones. So names are asked where they stand, and the report of
such a check says `none` where it names its walls.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from harness.model import Assignment, Session, Submission
from harness.sandbox.live.book import Cells
from harness.sandbox.live.calm import undisturbed
from harness.sandbox.live.session import LiveSession


__all__ = ["Live", "undisturbed"]


class Live:
    """A namespace of this process in place of a sandbox."""

    name = "none"

    def __init__(self, names: Mapping[str, Any]) -> None:
        """The names are looked at when they are asked about; none is added or changed."""
        self._names = names

    @contextmanager
    def open(self, submission: Submission, assignment: Assignment) -> Iterator[Session]:
        """The namespace as it is now; code that came as files is run elsewhere."""
        if submission.main is not None:
            from harness.sandbox import choose  # noqa: PLC0415 - only what is no notebook's own

            with choose("auto").open(submission, assignment) as session:
                yield session
            return
        yield LiveSession(self._names, assignment, Cells())
