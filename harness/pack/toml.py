"""What an assignment asks, written down anew: what students may read of assignment.toml."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from harness.model import Assignment, Budget, Exercise, Oracle, Training


_MARKS = ("passing", "full", "seconds")
_TOLD: Mapping[str, tuple[str, ...]] = {"text": ("seconds",), "drawings": _MARKS}
"""What is written of budgets: texts and drawings are trained on what is given whole."""
_USUAL = ("seconds", "memory_mib", "processes", "file_mib", "output_kib", "answer_mib")


def assignment_toml(assignment: Assignment, oracles: Mapping[str, Oracle]) -> str:
    """The assignment.toml of a kit: no hidden question, no recipe, no word on how it is solved."""
    limits = {name: getattr(assignment.limits, name) for name in _USUAL}
    for name in ("cell_seconds", "notebook_seconds"):
        if (given := getattr(assignment.limits, name)) is not None:
            limits[name] = given
    lines = [
        *_rows(
            {
                "slug": assignment.slug,
                "title": dict(assignment.title),
                "without": list(assignment.without),
            }
        ),
        "",
        "[limits]",
        *_rows(limits),
        "",
        "[checks]",
        *_rows(dict(assignment.checks)),
    ]
    for exercise in assignment.exercises:
        lines += ["", "[[exercise]]", *_rows(_exercise(exercise, oracles))]
        for training in exercise.trainings:
            lines += ["", "[[exercise.training]]", *_rows(_training(training))]
    return "\n".join(lines) + "\n"


def _exercise(exercise: Exercise, oracles: Mapping[str, Oracle]) -> dict[str, Any]:
    row: dict[str, Any] = {"name": exercise.name, "points": exercise.points}
    if exercise.oracle is not None:
        oracle = oracles[exercise.name]
        row["oracle"] = exercise.oracle
        row["public"] = [name for name in oracle.probes if name in exercise.public]
        row["decides"] = oracle.decided(oracle.probes)
    return row


def _training(training: Training) -> dict[str, Any]:
    row: dict[str, Any] = {
        name: getattr(training, name) for name in ("check", "drive", "data", "form")
    }
    row |= {name: getattr(training, name) for name in ("before", "frozen", "again")}
    told = _TOLD.get(training.form, (*_MARKS, "samples"))
    row |= {**_budget(training.whole, told), "slice": _budget(training.slice, told)}
    return {name: value for name, value in row.items() if value}


def _budget(budget: Budget, told: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(budget, name) for name in told}


def _rows(values: Mapping[str, Any]) -> Iterable[str]:
    return (f"{key} = {_value(value)}" for key, value in values.items())


def _value(value: Any) -> str:
    match value:
        case str():
            return _quoted(value)
        case Fraction():
            return _number(value)
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case dict():
            return "{ " + ", ".join(_rows(value)) + " }"
    return str(value)


def _number(value: Fraction) -> str:
    """As a person wrote it: points and accuracies are decimal."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.12g}"


def _quoted(text: str) -> str:
    escaped = "".join(
        f"\\u{ord(c):04x}" if ord(c) < ord(" ") or ord(c) == 127 else c  # noqa: PLR2004  # DEL
        for c in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{escaped}"'
