"""What a course decides about points after they were judged: late rules, extensions, overrides."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What the platform says of one submission besides its files."""

    students: tuple[str, ...] = ()
    """Every id that somebody who handed it in is known by."""
    late: bool | None = None
    """What the platform marked; None where it marks nothing."""
    submitted: datetime | None = None
    """With its offset from UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRule:
    """What is taken from work that comes after the deadline."""

    percent_per_day: Fraction
    """For each day that has begun."""
    due: datetime | None = None
    """None where only the platform's own mark is known."""
    grace: timedelta = timedelta(0)
    """So much later is not late at all."""
    cap: Fraction = Fraction(100)
    """Never more than so many per cent."""
    of: Literal["points", "score"] = "points"
    """Of what the per cent are taken: what can be reached, or what was reached."""
    unknown_days: int = 0
    """What counts where the platform marked work as late and nobody knows by how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One student may hand in later."""

    who: str
    """A submission's name, or any id of the student."""
    reason: str
    days: Fraction = Fraction(0)
    due: datetime | None = None
    """Instead of days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Points that a person sets, of one exercise or of the whole."""

    who: str
    exercise: str | None
    """None for the whole submission; then no late rule comes after it."""
    points: Fraction
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All that stands in one overrides.toml."""

    late: LateRule | None = None
    extensions: tuple[Extension, ...] = ()
    overrides: tuple[Override, ...] = ()

    @property
    def silent(self) -> bool:
        """Whether there is nothing in it."""
        return self.late is None and not self.extensions and not self.overrides


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """One change of points after judging, with its reason; a report shows each of them."""

    kind: Literal["override", "late", "extension"]
    exercise: str | None
    """None if it is about the whole submission."""
    before: Fraction
    after: Fraction
    reason: str
    """In the words of the person who decided it; empty for the late rule."""
    days: int | None = None
    """Begun after the deadline."""
