"""What a batch tells while it runs, and how it came out."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from harness.model import Grade, Status


class Event(StrEnum):
    """What a batch tells while it runs."""

    STARTED = "started"
    KEPT = "kept"
    GRADED = "graded"


class Progress(Protocol):
    """Whoever wants to know how far the batch is."""

    def begin(self, total: int) -> None:
        """So many submissions are there."""

    def tell(self, event: Event, name: str, grade: Grade | None) -> None:
        """Something happened to one of them."""


@dataclass(slots=True)
class Tally:
    """How a batch came out."""

    total: int
    kept: int
    """Graded by an earlier run."""
    full: int = 0
    lost: int = 0
    void: int = 0
    loosed: int = 0
    """Grades that rules had changed, and no longer do."""
    strangers: tuple[str, ...] = ()
    """Whom the rules name and nobody in the batch is called."""
    unreckoned: int | None = 0
    """Marked late without a time, and not touched; None: no time and no mark of anybody."""

    def count(self, grade: Grade) -> None:
        """One more."""
        if grade.status is not Status.GRADED:
            self.void += 1
        elif grade.score == grade.max_score:
            self.full += 1
        else:
            self.lost += 1
