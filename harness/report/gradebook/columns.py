"""Where a grade belongs in the tables of Canvas, Moodle, Gradescope, and in anybody's own."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fractions import Fraction

from harness.model import UsageError
from harness.report.gradebook.fill import Keys, Plan
from harness.report.gradebook.sheet import Sheet


_ASSIGNMENT = re.compile(r".*\((\d+)\)")
_IDENTIFIER = re.compile(r"\D*\D(\d+)")
_CANVAS_IDS: Sequence[tuple[str, Keys]] = (
    ("id", lambda record: [record.platform]),
    ("sis user id", lambda record: record.ids),
    ("sis login id", lambda record: record.ids),
    ("integration id", lambda record: record.ids),
)
_LEAST = 4
"""Columns of a gradebook from Canvas: fewer, and its importer refuses it."""


def canvas(sheet: Sheet, wanted: str | None) -> Plan:
    """The gradebook that Canvas exports: students' columns up to Section, then assignments."""
    header = cells(sheet, 0)
    names = [cell.casefold().strip() for cell in header]
    if len(header) < _LEAST or not any("section" in name for name in names) or "id" not in names:
        raise UsageError(
            f"{sheet.name}: is no gradebook from Canvas: the first line has to begin with Student "
            "and ID and to have a Section. Download it from Grades, Export."
        )
    section = max(at for at, name in enumerate(names) if name == "section" or "section" in name[:8])
    possible = next((row for row in range(1, len(sheet.rows)) if _is_possible(sheet, row)), None)
    fixed_ones = _read_only(sheet, possible)
    open_ones = [
        at for at in range(section + 1, len(header)) if header[at].strip() and at not in fixed_ones
    ]
    column = chosen(sheet, header, open_ones, wanted, _ASSIGNMENT)
    worth = _number(str(sheet.frame.iat[possible, column])) if possible is not None else None
    first = (possible or 0) + 1
    number = names.index("id")
    rows = [r for r in range(first, len(sheet.rows)) if str(sheet.frame.iat[r, number]).strip()]
    return Plan(
        rows=rows,
        ids=[(names.index(name), keys) for name, keys in _CANVAS_IDS if name in names],
        names=range(names.index("id")),
        column=column,
        title=header[column].strip(),
        possible=dict.fromkeys(rows, worth) if worth else {},
        evidence=range(section + 1, len(header)),
        excused=frozenset({"ex"}),
    )


def moodle(sheet: Sheet, wanted: str | None) -> Plan:
    """Moodle's offline worksheet, whose header is in the language of the site.

    The first column says `Participant 123` in whatever language; the column of grades is left of
    the one that holds the same number, the maximum, in every row.
    """
    header = cells(sheet, 0)
    rows = [r for r in range(1, len(sheet.rows)) if any(map(str.strip, cells(sheet, r)))]
    if not rows or not all(_participant(str(sheet.frame.iat[row, 0])) for row in rows):
        raise UsageError(
            f"{sheet.name}: is no grading worksheet from Moodle: every line has to begin with a "
            "word and a number, as Participant 123. Download it from the assignment: View all "
            "submissions, Download grading worksheet."
        )
    maximum = _maximum(sheet, rows) if wanted is None else None
    if wanted is None and maximum is None:
        raise UsageError(
            f"{sheet.name}: no column holds one and the same maximum in every row, so it cannot be "
            f"told where grades belong. Name the column: --column NAME. There are: "
            f"{', '.join(header)}"
        )
    column = maximum - 1 if maximum else chosen(sheet, header, range(1, len(header)), wanted, None)
    if maximum is None and column + 1 in _constants(sheet, rows):
        maximum = column + 1
    worth = _number(str(sheet.frame.iat[rows[0], maximum])) if maximum else None
    return Plan(
        rows=rows,
        ids=[(0, lambda record: [record.platform])],
        read=_participant,
        names=[1],
        column=column,
        title=header[column].strip(),
        possible=dict.fromkeys(rows, worth) if worth else {},
        evidence=[maximum] if maximum else [],
    )


def chosen(
    sheet: Sheet,
    header: Sequence[str],
    among: Iterable[int],
    wanted: str | None,
    pattern: re.Pattern[str] | None,
) -> int:
    """The column that is meant. None is ever made: a new one would be a new assignment."""
    titles = {at: header[at].strip() for at in among}
    if wanted is None:
        named = [at for at in titles if pattern is None or pattern.fullmatch(titles[at])]
        if len(named) == 1:
            return named[0]
        shown = "; ".join(titles[at] for at in named or titles)
        raise UsageError(f"{sheet.name}: which column? Give one with --column: {shown}")
    hits = [at for at, title in titles.items() if title == wanted.strip()] or [
        at
        for at, title in titles.items()
        if pattern and (found := pattern.fullmatch(title)) and found[1] == wanted.strip("() ")
    ]
    if len(hits) != 1:
        near = get_close_matches(wanted, list(titles.values()), n=1, cutoff=0.4)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are: {'; '.join(titles.values())}"
        count = "no" if not hits else str(len(hits))
        raise UsageError(f"{sheet.name}: {count} columns are called {wanted!r}. {hint}")
    return hits[0]


def cells(sheet: Sheet, row: int) -> list[str]:
    """What stands in a row."""
    return [str(cell) for cell in sheet.frame.iloc[row]] if row < len(sheet.rows) else []


def _is_possible(sheet: Sheet, row: int) -> bool:
    return "points possible" in str(sheet.frame.iat[row, 0]).casefold()


def _read_only(sheet: Sheet, possible: int | None) -> frozenset[int]:
    """Totals and the like, which Canvas reckons itself."""
    if possible is None:
        return frozenset()
    row = enumerate(cells(sheet, possible))
    return frozenset(at for at, cell in row if "read only" in cell.casefold())


def _constants(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """Columns that hold one positive number in every row."""
    frame = sheet.frame.iloc[list(rows)]
    same = [at for at in frame.columns if frame[at].str.strip().nunique() == 1]
    return [at for at in same if (_number(str(frame[at].iloc[0])) or 0) > 0]


def _participant(cell: str) -> str:
    """The number in `Participant 123`, whatever the word."""
    found = _IDENTIFIER.fullmatch(cell.strip())
    return found[1] if found else ""


def _maximum(sheet: Sheet, rows: Sequence[int]) -> int | None:
    """The first such column whose left neighbour holds numbers or nothing."""
    frame = sheet.frame.iloc[list(rows)]
    for at in _constants(sheet, rows):
        left = frame[at - 1].str.strip() if at > 1 else None
        if left is not None and all(c in ("", "-") or _number(c) is not None for c in left):
            return int(at)
    return None


def _number(cell: str) -> Fraction | None:
    text = cell.strip().replace(",", ".")
    return Fraction(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
