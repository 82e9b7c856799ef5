"""[[exercise.training]] → Training: what is trained on, with which budget, and what it is worth."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from harness.ask.table import Table
from harness.model import Budget, Training


_BUDGET = ("samples", "passing", "full", "seconds")
KEYS = (
    "check",
    "drive",
    "data",
    "form",
    *_BUDGET,
    "slice",
    "before",
    "frozen",
    "again",
    "reference",
    "baseline",
)
FORMS = ("flat", "images", "trees", "text", "drawings")


def trainings(row: Table) -> tuple[Training, ...]:
    """Those of one exercise."""
    found = []
    for number, values in enumerate(row.get("training", list, []) or [], start=1):
        if not isinstance(values, dict):
            raise row.error(
                f'"training" number {number} is {values!r}; write [[exercise.training]].'
            )
        where = f'{row.where}, training "{values.get("check", number)}"'
        found.append(_training(Table(row.file, where, values, KEYS)))
    decided = [check for one in found for check in (one.check, one.frozen, one.again) if check]
    if twice := [check for check in decided if decided.count(check) > 1]:
        raise row.error(
            f'two trainings decide the check "{twice[0]}"; give each of them a check of its own.'
        )
    return tuple(found)


def _training(table: Table) -> Training:
    if (form := table.need("form", str)) not in FORMS:
        raise table.error(f'"form" is "{form}"; expected one of: {", ".join(FORMS)}.')
    if not (drive := table.need("drive", str)).isidentifier():
        raise table.error(f'"drive" is "{drive}"; expected the name of a function of drive.py.')
    budget = _BUDGETS.get(form, _budget)
    whole = budget(table)
    made = form == "trees"  # what is made is always whole
    less = table.get("slice", dict, None) if made else table.need("slice", dict)
    part = None if less is None else Table(table.file, f"{table.where}, slice", less, _BUDGET)
    return Training(
        check=table.need("check", str),
        drive=drive,
        data=table.need("data", str),
        form=form,  # type: ignore[arg-type]  # one of FORMS
        whole=whole,
        slice=whole if part is None else budget(part),
        before=_whole(table, "before") if "before" in table.values else 0,
        frozen=table.get("frozen", str, None),
        again=table.get("again", str, None),
        reference=table.get("reference", str, None),
        baseline=table.get("baseline", str, None),
    )


def _patience(table: Table) -> Budget:
    """Of a text: what is reached by counting says where points begin; only time has to be told."""
    for key in ("samples", "passing", "full"):
        if key in table.values:
            raise table.error(
                f'"{key}" is {table.values[key]}; a training on a text is given all of it, and its '
                "marks are what n-grams reach on it: leave this key out."
            )
    table.need("seconds", float)
    seconds = table.positive("seconds", 1.0)
    return Budget(samples=1, passing=Fraction(0), full=Fraction(1), seconds=seconds)


def _likeness(table: Table) -> Budget:
    """Of drawings: all images are given at once, so no samples are counted."""
    if "samples" in table.values:
        raise table.error(
            f'"samples" is {table.values["samples"]}; what learns to draw is given all images at '
            "once: leave this key out."
        )
    return _budget(replace(table, values={**table.values, "samples": 1}))


def _budget(table: Table) -> Budget:
    passing, full = _accuracy(table, "passing"), _accuracy(table, "full")
    if passing >= full:
        raise table.error(
            f'"passing" is {float(passing)}; expected less than "full", {float(full)}.'
        )
    table.need("seconds", float)
    return Budget(
        samples=_whole(table, "samples"),
        passing=passing,
        full=full,
        seconds=table.positive("seconds", 1.0),
    )


def _whole(table: Table, key: str) -> int:
    if (value := table.need(key, int)) < 1:
        raise table.error(f'"{key}" is {value}; expected a whole number above 0.')
    return value


def _accuracy(table: Table, key: str) -> Fraction:
    value: Any = table.need(key, float)
    if not 0 < value <= 1:
        raise table.error(f'"{key}" is {value}; an accuracy is above 0 and at most 1.')
    return Fraction(str(value))


_BUDGETS: Mapping[str, Callable[[Table], Budget]] = {"text": _patience, "drawings": _likeness}
