"""Whose grade moved between two gradings of one assignment, by how much, and because of what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from harness.model import ExerciseResult, Grade, Status


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


def moves(before: Mapping[str, Kept], after: Mapping[str, Kept]) -> Moves:
    """Every submission of either side: it moved if its points or its status did."""
    found = [
        move
        for name in sorted({*before, *after})
        if (move := _move(name, before.get(name), after.get(name))) is not None
    ]
    return Moves(same=len({*before, *after}) - len(found), moved=tuple(found))


def _move(name: str, old: Kept | None, new: Kept | None) -> Move | None:
    if old and new and _worth(old.grade) == _worth(new.grade):
        return None
    return Move(
        submission=name,
        before=old.grade.score if old else None,
        after=new.grade.score if new else None,
        was=old.grade.status if old else None,
        now=new.grade.status if new else None,
        parts=tuple(_parts(old.grade, new.grade)) if old and new else (),
        causes=tuple(_causes(old, new)) if old and new else (),
    )


def _worth(grade: Grade) -> tuple[Fraction, Fraction, Status]:
    return grade.score, grade.max_score, grade.status


def _causes(old: Kept, new: Kept) -> Iterator[Cause]:
    if old.grade.digest != new.grade.digest:
        yield "work"
    if old.mark != new.mark:
        yield "assignment"
    if old.grade.seed != new.grade.seed:
        yield "questions"
    if old.grade.adjustments != new.grade.adjustments:
        yield "rules"
    if old.grade.versions != new.grade.versions:
        yield "versions"


def _parts(old: Grade, new: Grade) -> Iterator[Part]:
    """Exercises in the order of the newer grade, then those that only the older one had."""
    was = {one.name: one for one in old.exercises}
    now = {one.name: one for one in new.exercises}
    for name in dict.fromkeys((*now, *was)):
        part = _part(name, was.get(name), now.get(name))
        if part.before != part.after or part.checks:
            yield part


def _part(name: str, old: ExerciseResult | None, new: ExerciseResult | None) -> Part:
    was, now = _codes(old), _codes(new)
    return Part(
        exercise=name,
        before=old.score if old else None,
        after=new.score if new else None,
        checks=tuple(_checks(old, new)),
        gone=tuple(code for code in was if code not in now),
        new=tuple(code for code in now if code not in was),
    )


def _checks(old: ExerciseResult | None, new: ExerciseResult | None) -> Iterator[str]:
    was = {one.name: one.outcome.value for one in old.checks} if old else {}
    now = {one.name: one.outcome.value for one in new.checks} if new else {}
    for name in dict.fromkeys((*now, *was)):
        if was.get(name) != now.get(name):
            yield f"{name}: {was.get(name, '–')} → {now.get(name, '–')}"


def _codes(result: ExerciseResult | None) -> tuple[str, ...]:
    """What cost points, each finding once: by its mistake if it has one, else by its code."""
    found = result.findings if result else ()
    return tuple(dict.fromkeys(one.mistake or one.code for one in found if one.costs))
