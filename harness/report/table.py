"""grades.csv: one row per submission, for spreadsheets and gradebooks."""

import csv
import io
from collections.abc import Iterable

from harness.model import Adjustment, Grade
from harness.report.plain import one_line, points, writable
from harness.report.reading import judged


HEADER = ("submission", "assignment", "score", "max_score", "status")
MORE = ("judged_score", "late_days", "adjustments")
"""Follow where a course has rules of its own: see overrides.toml."""

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""A cell that begins so is run by a spreadsheet, or read as one by some."""


def table(grades: Iterable[Grade]) -> str:
    """The whole file. Points have at most two decimals: the exact sum, rounded half up once."""
    return header() + "".join(map(row, grades))


def header(*, adjustments: bool = False) -> str:
    """The first line."""
    return _line((*HEADER, *MORE) if adjustments else HEADER)


def row(grade: Grade, *, adjustments: bool = False) -> str:
    """One row, which may be several lines long: a name may hold a line break."""
    more = _more(grade) if adjustments else ()
    return _line(
        (
            inert(grade.submission),
            inert(grade.assignment),
            points(grade.score),
            points(grade.max_score),
            grade.status.value,
            *more,
        )
    )


def _more(grade: Grade) -> tuple[str, ...]:
    days = [one.days for one in grade.adjustments if one.days is not None]
    told = "; ".join(map(change, grade.adjustments))
    return points(judged(grade)), str(days[-1]) if days else "", inert(told)


def change(one: Adjustment) -> str:
    """As `override relu 3 → 8: the handout was unclear`."""
    what = " ".join(filter(None, (one.kind, one.exercise)))
    why = f": {one_line(one.reason)}" if one.reason else ""
    return f"{what} {points(one.before)} → {points(one.after)}{why}"


def inert(text: str) -> str:
    """The cell as a spreadsheet shows it and does not run it."""
    return writable(f"'{text}" if text[:1] in _FORMULA else text)


def _line(cells: Iterable[str]) -> str:
    """The writer only quotes a lone CR if CR belongs to what ends its lines."""
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow(cells)
    return file.getvalue().removesuffix("\r\n") + "\n"
