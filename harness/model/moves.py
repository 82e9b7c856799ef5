"""Two gradings of one assignment beside each other: what moved, and because of what."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from harness.model.grade import Grade, Status


Cause = Literal["work", "assignment", "questions", "rules", "versions"]
"""What was different: what was handed in, what was asked, its seed, our rules, the software."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A grade as a ledger holds it, with the mark of all that was asked."""

    mark: str
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One exercise that came out otherwise."""

    exercise: str
    before: Fraction | None
    """None where it did not exist."""
    after: Fraction | None
    checks: tuple[str, ...]
    """`value: failed → passed`."""
    gone: tuple[str, ...]
    """Codes of findings that are no longer there, with their mistake."""
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One submission whose grade is another one."""

    submission: str
    before: Fraction | None
    """None if it was not graded there."""
    after: Fraction | None
    most: tuple[Fraction | None, Fraction | None]
    """What could be reached, before and after."""
    was: Status | None
    now: Status | None
    parts: tuple[Part, ...]
    causes: tuple[Cause, ...]

    @property
    def by(self) -> Fraction | None:
        """How many points it went up, or down."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Two gradings, compared."""

    same: int
    moved: tuple[Move, ...]

    def count(self, sign: int) -> int:
        """How many went up (1), down (-1), or changed their status alone (0)."""
        changes = [one.by for one in self.moved if one.by is not None]
        return sum((by > 0) - (by < 0) == sign for by in changes)
