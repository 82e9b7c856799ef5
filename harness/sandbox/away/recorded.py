"""A sandbox that only repeats what was recorded elsewhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from harness.model import (
    Assignment,
    Broken,
    Evidence,
    Fault,
    Job,
    Lesson,
    Loaded,
    Session,
    Stopped,
    Submission,
)
from harness.sandbox.away.record import Record


class Recorded:
    """One record, to be opened once: whoever recorded it is not here to be asked again."""

    name = "elsewhere"

    def __init__(self, record: Record) -> None:
        self._record = record
        self._opened = False

    @contextmanager
    def open(self, _submission: Submission, _assignment: Assignment) -> Iterator[Session]:
        """The answers as they were given; a second time is a Fault, so nothing is made smaller."""
        if self._opened:
            raise Fault("What was recorded elsewhere cannot be asked again.")
        self._opened = True
        yield RecordedSession(self._record)


class RecordedSession:
    """Answers in the order of their questions."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._left = list(record.evidence)

    @property
    def loaded(self) -> Loaded | Stopped | Broken:
        """How running the submission itself ended there."""
        return self._record.loaded

    @property
    def said(self) -> str:
        """All that was printed before the first hidden question."""
        return self._record.said

    def ask(self, jobs: Sequence[Job]) -> Sequence[Evidence]:
        """The next answers: `read_record` has held them to the questions."""
        if not isinstance(self._record.loaded, Loaded):
            return [self._record.loaded] * len(jobs)
        found, self._left = self._left[: len(jobs)], self._left[len(jobs) :]
        return found

    def train(self, _lesson: Lesson) -> Evidence:
        """Nobody trains elsewhere."""
        return Broken(reason="trainings are not recorded")
