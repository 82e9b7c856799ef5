"""A grade after the course's rules: overrides of exercises, then the late rule, then totals."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from harness.model import (
    Adjustment,
    ExerciseResult,
    Extension,
    Grade,
    HandIn,
    Outcome,
    Override,
    Rules,
    Status,
)
from harness.score.late import days_late, taken


def adjusted(grade: Grade, rules: Rules, hand_in: HandIn) -> Grade:
    """The grade with its adjustments; the same object if none touches it.

    What the judge saw stays: outcomes, checks and findings are as they were, except that an
    exercise that could not be judged and was graded by hand is void no longer.
    """
    mine = frozenset((grade.submission, *hand_in.students))
    overrides = [one for one in rules.overrides if one.who in mine]
    grade = _by_hand(grade, [one for one in overrides if one.exercise is not None])
    grade = _late(grade, rules, hand_in, [one for one in rules.extensions if one.who in mine])
    return _total(grade, [one for one in overrides if one.exercise is None])


def strangers(
    rules: Rules, submissions: Iterable[str], hand_ins: Iterable[HandIn]
) -> tuple[str, ...]:
    """Whom the rules name and nobody in the batch is called."""
    known: Collection[str] = {
        *submissions,
        *(student for hand_in in hand_ins for student in hand_in.students),
    }
    named = dict.fromkeys(
        (*(one.who for one in rules.overrides), *(one.who for one in rules.extensions))
    )
    return tuple(who for who in named if who not in known)


def _by_hand(grade: Grade, overrides: Iterable[Override]) -> Grade:
    """With the points of single exercises set; of two for one exercise the last one holds."""
    wanted = {one.exercise: one for one in overrides}
    exercises, made = [], []
    for result in grade.exercises:
        override = wanted.get(result.name)
        if override is None:
            exercises.append(result)
            continue
        exercises.append(_set(result, override.points))
        made.append(
            Adjustment(
                kind="override",
                exercise=result.name,
                before=result.score,
                after=override.points,
                reason=override.reason,
            )
        )
    if not made:
        return grade
    return replace(
        grade,
        exercises=tuple(exercises),
        score=sum((one.score for one in exercises), Fraction(0)),
        status=status_of(exercises),
        adjustments=(*grade.adjustments, *made),
    )


def _set(result: ExerciseResult, points: Fraction) -> ExerciseResult:
    if result.outcome is not Outcome.VOID:
        return replace(result, score=points)
    full, none = points >= result.max_score, points <= 0
    outcome = Outcome.PASSED if full else Outcome.FAILED if none else Outcome.PARTIAL
    return replace(result, score=points, outcome=outcome)


def _late(grade: Grade, rules: Rules, hand_in: HandIn, granted: list[Extension]) -> Grade:
    """With what the late rule takes; an extension that saved somebody is told as well."""
    rule = rules.late
    if rule is None or grade.status is Status.VOID:
        return grade
    days = days_late(rule, hand_in, granted)
    lost = taken(rule, days, grade.score, grade.max_score)
    told = []
    if granted and days_late(rule, hand_in) > days:
        why = "; ".join(dict.fromkeys(one.reason for one in granted))
        told.append(_whole("extension", grade.score, grade.score, why, days))
    if days:
        told.append(_whole("late", grade.score, grade.score - lost, "", days))
    if not told:
        return grade
    return replace(grade, score=grade.score - lost, adjustments=(*grade.adjustments, *told))


def _total(grade: Grade, overrides: list[Override]) -> Grade:
    """With the sum set by hand: it is final, whatever else was taken or could not be judged."""
    if not overrides:
        return grade
    last = overrides[-1]
    made = _whole("override", grade.score, last.points, last.reason)
    return replace(
        grade,
        score=last.points,
        status=Status.GRADED,
        adjustments=(*grade.adjustments, made),
    )


def _whole(
    kind: Literal["override", "late", "extension"],
    before: Fraction,
    after: Fraction,
    reason: str,
    days: int | None = None,
) -> Adjustment:
    return Adjustment(
        kind=kind,
        exercise=None,
        before=before,
        after=after,
        reason=reason,
        days=days,
    )


def status_of(exercises: Iterable[ExerciseResult]) -> Status:
    """Whether a grade of these exercises is final."""
    outcomes = [exercise.outcome for exercise in exercises]
    if Outcome.VOID not in outcomes:
        return Status.GRADED
    return Status.VOID if set(outcomes) == {Outcome.VOID} else Status.PARTIAL
