"""Where a grade belongs in a table of one's own: a list of the course, a sheet from Gradescope."""

from collections.abc import Sequence

from harness.model import UsageError
from harness.report.gradebook.columns import cells, chosen
from harness.report.gradebook.fill import Plan
from harness.report.gradebook.record import Record, folded, index
from harness.report.gradebook.sheet import Sheet


_IDS = frozenset(
    {"student", "student id", "student_id", "sid", "学号", "email", "邮箱", "login", "username",
     "github", "submission", "submission id"}
)  # fmt: skip


def any_table(
    sheet: Sheet, wanted: str | None, records: Sequence[Record], usual: str | None = None
) -> Plan:
    """A table of one's own: the line that has the column is the header, and whichever column
    knows most students tells who is who.
    """
    name = wanted or usual
    if name is None:
        raise UsageError(f"{sheet.name}: name the column that gets the grades: --column NAME.")
    top = next((r for r in range(len(sheet.rows)) if name in map(str.strip, cells(sheet, r))), 0)
    header = cells(sheet, top)
    column = chosen(sheet, header, range(len(header)), name, None)
    rows = [r for r in range(top + 1, len(sheet.rows)) if any(map(str.strip, cells(sheet, r)))]
    best = _telling(sheet, header, rows, [at for at in range(len(header)) if at != column], records)
    return Plan(
        rows=rows,
        ids=[(at, lambda record: (*record.ids, record.platform)) for at in best],
        names=_names(header),
        column=column,
        title=header[column].strip(),
        evidence=[],
    )


def _telling(
    sheet: Sheet,
    header: Sequence[str],
    rows: Sequence[int],
    among: Sequence[int],
    records: Sequence[Record],
) -> list[int]:
    """The column that tells who it is: the one that knows most people.

    A column that is called as numbers of students are goes before any other, since a running
    number fits somebody's by chance.
    """
    known = index(records, lambda record: (*record.ids, record.platform))
    hits = {at: sum(folded(str(sheet.frame.iat[row, at])) in known for row in rows) for at in among}
    called = {at: header[at].strip().casefold() in _IDS for at in among}
    best = sorted((at for at in among if hits[at]), key=lambda at: (not called[at], -hits[at]))
    return best[:1]


def _names(header: Sequence[str]) -> list[int]:
    """One column with the whole name, or the family's before the given one."""
    folded_ones = [cell.strip().casefold() for cell in header]
    for whole in ("name", "student", "full name", "姓名"):
        if whole in folded_ones:
            return [folded_ones.index(whole)]
    parts = [n for n in ("last name", "first name") if n in folded_ones]
    return [folded_ones.index(name) for name in parts]
