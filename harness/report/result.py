"""The JSON face of a grade, and the part of a grade that a student may see."""

import builtins
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from harness.model import (
    Adjustment,
    CheckResult,
    Counterexample,
    ExerciseResult,
    Finding,
    Grade,
    Message,
    Run,
    Tuition,
)
from harness.model.grade import Parameter
from harness.report.plain import number, writable


SCHEMA = "harness/result/v1"

_OURS = frozenset({"variant", "check", "name", "limit"})
"""Parameters that come from the course or the handout."""
_COUNTS = frozenset({"seconds", "mib", "kib", "line", "cell"})
"""Small numbers: of the limits, and places in the student's own file."""
_MANY = 10_000
_DTYPES = frozenset(
    {"bool", "float16", "float32", "float64", "complex64", "complex128"}
    | {f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}
)
_WARNINGS = frozenset({"overflow", "divide", "invalid"})
_EXCEPTIONS = frozenset(
    name
    for name, thing in vars(builtins).items()
    if isinstance(thing, type) and issubclass(thing, BaseException)
)


def dumps(grade: Grade) -> str:
    """The text of `results/<submission>.json`; the same grade gives the same bytes.

    It says all that the grade says. What goes to a student is `dumps(student(grade))`.
    """
    return writable(json.dumps(result(grade), ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


def result(grade: Grade) -> dict[str, Any]:
    """The grade as result.schema.json describes it, in a fixed order of keys."""
    return {
        "schema": SCHEMA,
        "assignment": grade.assignment,
        "submission": grade.submission,
        "label": grade.label,
        **_points(grade.score, grade.max_score),
        "status": grade.status.value,
        "isolation": grade.isolation,
        "seconds": grade.seconds,
        "exercises": [_exercise(exercise) for exercise in grade.exercises],
        "findings": [_finding(finding) for finding in grade.findings],
        "adjustments": [_adjustment(one) for one in grade.adjustments],
        "said": grade.said,
        "seed": grade.seed,
        "versions": dict(sorted(grade.versions.items())),
        "digest": grade.digest,
    }


def student(grade: Grade) -> Grade:
    """The grade without inputs, expected values or answers of hidden questions.

    Of a hidden finding remain its code, kind, check, mistake, question and such parameters as
    cannot carry a value. `said` is kept: it must hold nothing that was printed while a hidden
    question was asked.
    """
    return replace(
        grade,
        exercises=tuple(
            replace(exercise, findings=tuple(map(_shown, exercise.findings)))
            for exercise in grade.exercises
        ),
        findings=tuple(map(_shown, grade.findings)),
    )


def _shown(finding: Finding) -> Finding:
    if not finding.hidden:
        return finding
    return replace(
        finding,
        message=_safe(finding.message),
        question=None if finding.question is None else _safe(finding.question),
        counterexample=None,
        trace=None,
    )


def _safe(message: Message) -> Message:
    params = {name: value for name, value in message.params.items() if _is_safe(name, value)}
    return replace(message, params=params)


def _is_safe(name: str, value: Parameter) -> bool:
    """Whether nobody can write a number of a hidden question into this parameter.

    Names that the submission chooses (of its exceptions, its types) could spell one out.
    """
    match name:
        case "type":
            return value in _EXCEPTIONS
        case "got" | "expected":
            return value in _DTYPES
        case "warnings":
            return set(str(value).replace(",", " ").split()) <= _WARNINGS
        case _ if name in _COUNTS:
            return isinstance(value, int | float) and 0 <= value < _MANY
        case _:
            return name in _OURS


def _adjustment(one: Adjustment) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "exercise": one.exercise,
        "before": str(one.before),
        "after": str(one.after),
        "reason": one.reason,
        "days": one.days,
    }


def _points(score: Fraction, max_score: Fraction) -> dict[str, Any]:
    return {
        "score": number(score),
        "max_score": number(max_score),
        "exact": str(score),
        "max_exact": str(max_score),
    }


def _exercise(exercise: ExerciseResult) -> dict[str, Any]:
    return {
        "name": exercise.name,
        **_points(exercise.score, exercise.max_score),
        "outcome": exercise.outcome.value,
        "seconds": exercise.seconds,
        "checks": [_check(check) for check in exercise.checks],
        "findings": [_finding(finding) for finding in exercise.findings],
        "trainings": [_tuition(one) for one in exercise.tuitions],
    }


def _tuition(one: Tuition) -> dict[str, Any]:
    """Without pictures: they are for looking at, and the set is known by its name."""
    return {
        "check": one.check,
        "data": one.data,
        "form": one.form,
        "slice": one.slice,
        "samples": one.samples,
        "passing": one.passing,
        "full": one.full,
        "bits": one.bits,
        "written": one.written,
        "device": one.device,
        "threads": one.threads,
        "peak_mib": one.peak_mib,
        "accuracy": one.accuracy,
        "counted": one.counted,
        "interval": None if one.low is None else [one.low, one.high],
        "runs": [_run(run) for run in one.runs],
        "confusion": [list(row) for row in one.confusion],
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "seed": run.seed,
        "accuracy": run.accuracy,
        "drawn": run.drawn,
        "seconds": run.seconds,
        "curve": [
            {
                "drawn": point.drawn,
                "accuracy": point.accuracy,
                "loss": point.loss,
                "finite": point.finite,
            }
            for point in run.curve
        ],
    }


def _check(check: CheckResult) -> dict[str, Any]:
    return {
        "name": check.name,
        "outcome": check.outcome.value,
        **_points(check.score, check.max_score),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "kind": finding.kind,
        "check": finding.check,
        "costs": finding.costs,
        "hidden": finding.hidden,
        "blocking": finding.blocking,
        "mistake": finding.mistake,
        "convention": finding.convention,
        "message": _message(finding.message),
        "question": None if finding.question is None else _message(finding.question),
        "counterexample": _counterexample(finding.counterexample),
        "trace": finding.trace,
    }


def _message(message: Message) -> dict[str, Any]:
    return {"id": message.id, "params": _params(message.params)}


def _params(params: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """JSON has no NaN and no infinity: they are written as strings."""
    return {
        name: str(value) if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in sorted(params.items())
    }


def _counterexample(example: Counterexample | None) -> dict[str, Any] | None:
    if example is None:
        return None
    entries = [
        {
            "index": entry.index,
            "expected": entry.expected,
            "got": entry.got,
            "difference": entry.difference,
            "allowed": entry.allowed,
        }
        for entry in example.entries
    ]
    return {
        "call": example.call,
        "entries": entries,
        "differing": example.differing,
        "total": example.total,
        "case": example.case,
    }
