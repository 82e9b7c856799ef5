"""overrides.toml → Rules: late rules, extensions and points set by hand, each with its reason."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from harness.ask.table import Table
from harness.model import Assignment, CourseError, Extension, LateRule, Override, Rules, meant


FILE = "overrides.toml"
KEYS = ("late", "extension", "override")
LATE = ("due", "grace_minutes", "percent_per_day", "cap", "of", "unknown_days")
_WHOLE = 100


def rules(file: Path, assignment: Assignment) -> Rules:
    """What stands in the file, held to the assignment's exercises and points."""
    try:
        values = tomllib.loads(file.read_text("utf-8"), parse_float=_exact)
    except OSError as error:
        raise CourseError(f"{file}: cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise CourseError(f"{file}: this is not TOML: {error}.") from error
    table = Table(file, "", values, KEYS)
    return Rules(
        late=_late(table),
        extensions=tuple(map(_extension, _rows(table, "extension", ("student", "days", "due")))),
        overrides=tuple(
            _override(row, assignment)
            for row in _rows(table, "override", ("student", "exercise", "points"))
        ),
    )


def _exact(text: str) -> Any:
    """Every float of the file as the fraction that was written."""
    try:
        return Fraction(text)
    except ValueError as error:  # inf and nan
        raise ValueError(f"{text} is no number to reckon with") from error


def _late(table: Table) -> LateRule | None:
    values = table.get("late", dict, None)
    if values is None:
        return None
    late = Table(table.file, "late", values, LATE)
    of = late.get("of", str, "points")
    if of not in ("points", "score"):
        raise late.error(f'"of" is "{of}"; expected "points" (that can be had) or "score".')
    if "percent_per_day" not in values:
        raise late.error('the key "percent_per_day" is missing. It is a number, as 10.')
    return LateRule(
        percent_per_day=_number(late, "percent_per_day", 0, _WHOLE),
        due=_moment(late, "due"),
        grace=timedelta(minutes=float(_number(late, "grace_minutes", 0, None))),
        cap=_number(late, "cap", _WHOLE, _WHOLE),
        of="score" if of == "score" else "points",
        unknown_days=int(_number(late, "unknown_days", 0, None)),
    )


def _extension(row: Table) -> Extension:
    due = _moment(row, "due")
    if (due is None) == ("days" not in row.values):
        raise row.error('give either "days" (as 3) or "due" (as 2026-10-05T23:59:00+08:00).')
    return Extension(
        who=row.need("student", str),
        reason=_reason(row),
        days=_number(row, "days", 0, None),
        due=due,
    )


def _override(row: Table, assignment: Assignment) -> Override:
    name = row.get("exercise", str, None)
    known = {one.name: one.points for one in assignment.exercises}
    if name is not None and name not in known:
        hint = meant(name, known)
        raise row.error(f'{assignment.slug} has no exercise "{name}". {hint}')
    if "points" not in row.values:
        raise row.error('the key "points" is missing. It is a number.')
    most = assignment.points if name is None else known[name]
    return Override(
        who=row.need("student", str),
        exercise=name,
        points=_number(row, "points", 0, most),
        reason=_reason(row),
    )


def _rows(table: Table, key: str, known: tuple[str, ...]) -> Iterator[Table]:
    for number, values in enumerate(table.get(key, list, []) or [], start=1):
        if not isinstance(values, dict):
            raise table.error(f'"{key}" number {number} is {values!r}; write [[{key}]].')
        who = values.get("student", "")
        yield Table(table.file, f'{key} {number} "{who}"', values, (*known, "reason"))


def _reason(row: Table) -> str:
    """Nobody's points are changed without a word."""
    reason = row.need("reason", str).strip()
    if not reason:
        raise row.error('"reason" is empty; the student will read it in the report.')
    return reason


def _number(row: Table, key: str, default: int, most: int | Fraction | None) -> Fraction:
    """An exact number from 0 to `most`; a string may hold a fraction, as "25/3"."""
    value = row.values.get(key, default)
    try:
        number = Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise row.error(f'"{key}" is {value!r}; expected a number, as 7.5 or "25/3".') from error
    if number < 0 or (most is not None and number > most):
        limit = "0 or more" if most is None else f"0 to {most}"
        raise row.error(f'"{key}" is {value}; expected {limit}.')
    return number


def _moment(row: Table, key: str) -> datetime | None:
    """A time with its offset: the server's zone is not the students'."""
    value = row.values.get(key)
    if value is None:
        return None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise row.error(
            f'"{key}" is {value}; expected a time with its offset, as 2026-10-01T23:59:00+08:00 '
            "(without quotes)."
        )
    return value
