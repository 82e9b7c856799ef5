"""calibration.json: what the reference and a clearly weaker baseline reach on the same budget.

Written by `harness calibrate`, committed with the assignment; read to know the spread between
seeds, and what would be too good to be true.
"""

import json
from collections.abc import Mapping
from math import inf
from pathlib import Path
from typing import Any

from harness.model import Assignment, Calibration, CourseError


FILE = "calibration.json"
_NUMBERS = ("mean", "deviation", "runs", "samples")


def calibrations(assignment: Assignment) -> Mapping[tuple[str, str], Calibration]:
    """By exercise and check (`train/mnist`) and the digest of the data; empty without a file."""
    file = assignment.folder / FILE
    if not file.exists():
        return {}
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))["rows"]
        return {(row["training"], row["data"]): _row(row) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"{file}: this is no calibration ({type(error).__name__}: {error}). "
            f"Make it anew: harness calibrate {assignment.slug}"
        ) from error


def write(file: Path, rows: list[Mapping[str, Any]]) -> None:
    """The rows, in place of what was there about the same trainings and data."""
    known: dict[tuple[str, str], Any] = {}
    if file.exists():
        old = json.loads(file.read_text(encoding="utf-8"))["rows"]
        known = {(row["training"], row["data"]): row for row in old}
    known |= {(row["training"], row["data"]): row for row in rows}
    text = json.dumps({"rows": [known[key] for key in sorted(known)]}, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def _row(row: Mapping[str, Any]) -> Calibration:
    numbers = {name: row["reference"][name] for name in _NUMBERS}
    if not all(isinstance(value, int | float) and 0 <= value < inf for value in numbers.values()):
        raise ValueError(f"{row['training']}: not all of {_NUMBERS} are numbers from 0 upwards")
    return Calibration(**numbers)
