"""Verdicts into points: exact fractions, added once and rounded only where they are shown."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from harness.model import (
    Assignment,
    Check,
    CheckResult,
    Exercise,
    ExerciseResult,
    Finding,
    Grade,
    Outcome,
    Submission,
    Verdict,
)
from harness.score.adjust import adjusted, status_of, strangers
from harness.score.late import unreckoned
from harness.score.moves import moves


__all__ = [
    "Kept",
    "Move",
    "Moves",
    "adjusted",
    "grade_of",
    "moves",
    "result_of",
    "strangers",
    "unreckoned",
    "void",
]


def result_of(exercise: Exercise, weights: Mapping[Check, int], verdict: Verdict) -> ExerciseResult:
    """The exercise's points, shared out by weight among the checks that it has."""
    whole = sum(weights.get(name, 0) for name in verdict.checks)
    checks = tuple(
        _check(name, outcome, exercise.points * weights.get(name, 0) / whole, verdict.shares)
        for name, outcome in verdict.checks.items()
    )
    return ExerciseResult(
        name=exercise.name,
        outcome=_outcome(checks),
        score=sum((check.score for check in checks), Fraction(0)),
        max_score=exercise.points,
        seconds=verdict.seconds,
        checks=checks,
        findings=verdict.findings,
        tuitions=verdict.tuitions,
    )


def void(exercise: Exercise, finding: Finding) -> ExerciseResult:
    """An exercise that could not be judged: no points won, none lost."""
    return ExerciseResult(
        name=exercise.name,
        outcome=Outcome.VOID,
        score=Fraction(0),
        max_score=exercise.points,
        seconds=0.0,
        checks=(),
        findings=(finding,),
    )


def grade_of(  # noqa: PLR0913  # a grade is made of all this
    assignment: Assignment,
    submission: Submission,
    exercises: Sequence[ExerciseResult],
    *,
    findings: Iterable[Finding] = (),
    said: str = "",
    isolation: str,
    seconds: float,
    seed: str,
    versions: Mapping[str, str],
) -> Grade:
    """One submission's grade: the sum of its exercises."""
    return Grade(
        assignment=assignment.slug,
        submission=submission.name,
        label=submission.label,
        digest=submission.digest,
        status=status_of(exercises),
        isolation=isolation,
        score=sum((exercise.score for exercise in exercises), Fraction(0)),
        max_score=assignment.points,
        exercises=tuple(exercises),
        findings=(*submission.findings, *findings),
        said=said,
        seconds=seconds,
        seed=seed,
        versions=versions,
    )


def _check(
    name: Check, outcome: Outcome, points: Fraction, shares: Mapping[Check, Fraction]
) -> CheckResult:
    """All points or none, unless the verdict says which share was reached."""
    earned = {Outcome.PASSED: points, Outcome.PARTIAL: points * shares.get(name, Fraction(0))}.get(
        outcome, Fraction(0)
    )
    return CheckResult(name=name, outcome=outcome, score=earned, max_score=points)


def _outcome(checks: Sequence[CheckResult]) -> Outcome:
    outcomes = {check.outcome for check in checks}
    if Outcome.VOID in outcomes:
        return Outcome.VOID
    if outcomes == {Outcome.PASSED}:
        return Outcome.PASSED
    earned = any(check.score for check in checks)
    return Outcome.PARTIAL if earned else Outcome.FAILED
