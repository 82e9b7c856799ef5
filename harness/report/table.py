"""grades.csv: one row per submission, for spreadsheets and gradebooks."""

import csv
import io
from collections.abc import Iterable

from harness.model import Grade
from harness.report.plain import points, writable


HEADER = ("submission", "assignment", "score", "max_score", "status")

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""A cell that begins so is run by a spreadsheet, or read as one by some."""


def table(grades: Iterable[Grade]) -> str:
    """The whole file. Points have at most two decimals: the exact sum, rounded half up once."""
    return header() + "".join(map(row, grades))


def header() -> str:
    """The first line."""
    return _line(HEADER)


def row(grade: Grade) -> str:
    """One row, which may be several lines long: a name may hold a line break."""
    return _line(
        (
            _inert(grade.submission),
            _inert(grade.assignment),
            points(grade.score),
            points(grade.max_score),
            grade.status.value,
        )
    )


def _inert(text: str) -> str:
    return writable(f"'{text}" if text[:1] in _FORMULA else text)


def _line(cells: Iterable[str]) -> str:
    """The writer only quotes a lone CR if CR belongs to what ends its lines."""
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow(cells)
    return file.getvalue().removesuffix("\r\n") + "\n"
