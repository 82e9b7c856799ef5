"""Grades, built from what a test is about."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from harness.model import (
    CheckResult,
    ExerciseResult,
    Finding,
    Grade,
    Message,
    Outcome,
    Status,
)


DIGEST = "9f2c1ab4d7e3550c6b8a7f12e4c9d0b35a6e7f8091a2b3c4d5e6f708192a3b4c"

WEIGHTS = {"value": 6, "stability": 2, "dtype": 1, "mutation": 1}


def message(message_id: str, **params: Any) -> Message:
    return Message(id=message_id, params=params)


def finding(code: str, kind: str = "value", *, params: Any = None, **fields: Any) -> Finding:
    return Finding(code=code, kind=kind, message=Message(id=code, params=params or {}), **fields)


def exercise(
    name: str,
    outcome: Outcome = Outcome.PASSED,
    *,
    points: Fraction | int = 1,
    lost: Mapping[str, Outcome] | None = None,
    findings: tuple[Finding, ...] = (),
) -> ExerciseResult:
    """An exercise whose checks passed, but for those that are named; none pass if values fail."""
    if lost is None and outcome is Outcome.FAILED:
        lost = {**dict.fromkeys(WEIGHTS, Outcome.BLOCKED), "value": Outcome.FAILED}
    checks = []
    for check, weight in WEIGHTS.items():
        came_out = (lost or {}).get(check, outcome if lost is None else Outcome.PASSED)
        share = Fraction(points) * weight / sum(WEIGHTS.values())
        earned = share if came_out is Outcome.PASSED else Fraction(0)
        checks.append(CheckResult(name=check, outcome=came_out, score=earned, max_score=share))
    return ExerciseResult(
        name=name,
        outcome=outcome,
        score=sum((check.score for check in checks), Fraction(0)),
        max_score=Fraction(points),
        seconds=0.012,
        checks=tuple(checks),
        findings=findings,
    )


def grade(*exercises: ExerciseResult, **fields: Any) -> Grade:
    """The grade of these exercises."""
    return Grade(
        **{
            "assignment": "activations",
            "submission": "wang-xiaoming",
            "label": "王小明",
            "digest": DIGEST,
            "status": Status.GRADED,
            "isolation": "bubblewrap",
            "score": sum((one.score for one in exercises), Fraction(0)),
            "max_score": sum((one.max_score for one in exercises), Fraction(0)),
            "exercises": exercises,
            "findings": (),
            "said": "",
            "seconds": 0.34,
            "seed": "5e1d3a",
            "versions": {"harness": "0.1.0", "numpy": "2.3.4", "python": "3.11.2"},
            **fields,
        }
    )
