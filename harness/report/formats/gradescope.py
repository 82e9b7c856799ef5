"""Gradescope's results.json: one test an exercise, and what was seen on hidden questions apart.

An exercise is `visible`: its points, and what a student may see of it. That hidden questions were
answered wrongly is told in a test of its own, without points, `after_published`: it says no
number, but while the assignment is open nobody shall search for hidden questions by handing in
again. (Gradescope shows no total as long as any test is hidden, so none is without need.)
"""

import json
from dataclasses import replace
from typing import Any

from harness.model import ExerciseResult, Finding, Outcome
from harness.report.formats.seen import Seen, findings, told
from harness.report.plain import cut, number, writable


def results(seen: Seen) -> str:
    """The whole file."""
    grade = seen.grade
    tests = [_open(seen, exercise) for exercise in grade.exercises]
    for place, exercise in enumerate(grade.exercises, 1):
        if any(finding.hidden for finding in findings(exercise)):
            tests.append(_later(seen, exercise, place))
    for place, test in enumerate(tests[: len(grade.exercises)], 1):
        test["number"] = str(place)
    said = "\n".join(told(seen, finding) for finding in grade.findings if not finding.hidden)
    if grade.said.strip():
        shown = cut(grade.said.strip())[0]
        said = f"{said}\n\n{seen.words.translation.gettext('What your code printed')}\n{shown}"
    document = {
        "score": number(grade.score),
        "execution_time": round(grade.seconds, 3),
        "output": said.strip(),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {
            "schema": "harness/result/v1",
            "assignment": grade.assignment,
            "status": grade.status.value,
            "max_score": number(grade.max_score),
            "exact": str(grade.score),
            "isolation": grade.isolation,
            "seed": grade.seed,
            "versions": dict(sorted(grade.versions.items())),
        },
    }
    return writable(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


def _open(seen: Seen, exercise: ExerciseResult) -> dict[str, Any]:
    shown = [finding for finding in findings(exercise) if not finding.hidden]
    passed = exercise.outcome is Outcome.PASSED
    word = seen.words.name(f"outcome.{exercise.outcome}", exercise.outcome)
    return {
        "name": exercise.name,
        "score": number(exercise.score),
        "max_score": number(exercise.max_score),
        "status": "passed" if passed else "failed",
        "output": _output(seen, shown) or word,
        "tags": sorted({finding.code for finding in shown}),
        "visibility": "visible",
        "extra_data": {"outcome": exercise.outcome.value},
    }


def _later(seen: Seen, exercise: ExerciseResult, place: int) -> dict[str, Any]:
    hidden = [finding for finding in findings(exercise) if finding.hidden]
    tell = seen.words.translation.gettext
    return {
        "name": f"{exercise.name}: {tell('seen on questions that are not shown')}",
        "number": f"{place}.1",
        "status": "failed",
        "output": _output(seen, hidden),
        "visibility": "after_published",
    }


def _output(seen: Seen, listed: list[Finding]) -> str:
    return "\n".join(told(seen, replace(finding, trace=None)) for finding in listed)
