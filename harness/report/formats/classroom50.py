"""Classroom 50's result.json, `classroom50/result/v1`: its points are whole numbers.

Points are scaled by 100 where any of them is no whole number, so that none is lost; `scale` says
so, and the exact ones stand beside them. Fields that Classroom 50 does not know are kept by it.
"""

import json
from fractions import Fraction
from math import floor
from typing import Any

from harness.model import ExerciseResult, Grade, Outcome
from harness.report.formats.seen import Seen
from harness.report.plain import writable


SCHEMA = "classroom50/result/v1"


def result(seen: Seen) -> str:
    """The whole file; what the place of the run knows comes from its environment."""
    grade, about = seen.grade, seen.about
    scale = _scale(grade)
    document = {
        "schema": SCHEMA,
        "classroom": about.get("classroom", ""),
        "assignment": about.get("assignment") or grade.assignment,
        "submission": about.get("submission") or grade.submission,
        "commit": about.get("commit", ""),
        "release": about.get("release", ""),
        "review": about.get("review", ""),
        "datetime": about.get("moment", ""),
        "score": whole(grade.score, scale),
        "max-score": whole(grade.max_score, scale),
        "scale": scale,
        "score-exact": str(grade.score),
        "status": grade.status.value,
        "tests": [_test(exercise, scale) for exercise in grade.exercises],
    }
    return writable(json.dumps(document, ensure_ascii=False, indent=1)) + "\n"


def whole(value: Fraction, scale: int) -> int:
    """Rounded half up once, from the exact value."""
    return floor(value * scale + Fraction(1, 2))


def _scale(grade: Grade) -> int:
    parts = [x for one in grade.exercises for x in (one.score, one.max_score)]
    return 1 if all(x.denominator == 1 for x in (grade.score, grade.max_score, *parts)) else 100


def _test(exercise: ExerciseResult, scale: int) -> dict[str, Any]:
    codes = [finding.code for finding in exercise.findings if finding.costs]
    return {
        "test-name": exercise.name,
        "passed": exercise.outcome is Outcome.PASSED,
        "score": whole(exercise.score, scale),
        "max-score": whole(exercise.max_score, scale),
        "score-exact": str(exercise.score),
        "outcome": exercise.outcome.value,
        "diagnosis": codes[0] if codes else None,
    }
