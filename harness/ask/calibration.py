"""calibration.json: what the reference and a clearly weaker baseline reach on the same budget.

Written by `harness calibrate`, committed with the assignment; read to know the spread between
seeds, and what would be too good to be true.
"""

import json
from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

from harness.model import Assignment, Calibration, CourseError, UsageError


Row = Mapping[str, Any]
FILE = "calibration.json"
_NUMBERS = ("mean", "deviation", "runs", "canary")


def calibrations(assignment: Assignment) -> Mapping[tuple[str, str], Calibration]:
    """By exercise and check (`train/mnist`) and the digest of the data; empty without a file."""
    file = assignment.folder / FILE
    try:
        return {(row["training"], row["data"]): _calibration(row) for row in _rows(file)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"{file}: this is no calibration ({type(error).__name__}: {error}). "
            f"Remove it and make it anew: harness calibrate {assignment.slug}"
        ) from error


def keep(assignment: Assignment, rows: Sequence[Row]) -> Path:
    """Write rows, in place of those about the same trainings and data; the file."""
    file = assignment.folder / FILE
    known = {(row["training"], row["data"]): row for row in _rows(file)}
    known |= {(row["training"], row["data"]): row for row in rows}
    text = json.dumps({"rows": [known[key] for key in sorted(known)]}, indent=1, ensure_ascii=False)
    try:
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}.") from error
    return file


def _rows(file: Path) -> Sequence[Row]:
    if not file.exists():
        return ()
    rows: Sequence[Row] = json.loads(file.read_text(encoding="utf-8"))["rows"]
    return rows


def _calibration(row: Row) -> Calibration:
    numbers = {name: row["reference"][name] for name in _NUMBERS}
    numbers |= {name: row[name] for name in ("samples", "pace")}
    if bad := [name for name, value in numbers.items() if not _is_measured(value)]:
        raise ValueError(f"{row['training']}: {bad[0]} is {numbers[bad[0]]!r}")
    if not numbers["pace"]:
        raise ValueError(f"{row['training']}: pace is 0")
    return Calibration(**numbers)


def _is_measured(value: Any) -> bool:
    return isinstance(value, int | float) and 0 <= value < inf
