"""Whose grade moved between two gradings of one assignment, by how much, and because of what."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from harness.model import Cause, ExerciseResult, Grade, Kept, Move, Moves, Part, Status


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
        most=(old.grade.max_score if old else None, new.grade.max_score if new else None),
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
    if old.grade.seed != new.grade.seed and old.grade.digest == new.grade.digest:
        yield "questions"  # other work is asked other ones anyhow
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
