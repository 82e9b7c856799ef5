"""Grades into one column of a downloaded table, row by row."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from harness.model import UsageError
from harness.report.gradebook.record import Record, Told, fixed, folded, index, plain
from harness.report.gradebook.sheet import Sheet


Keys = Callable[[Record], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which rows and columns of a sheet mean what."""

    rows: Sequence[int]
    """Those of students."""
    ids: Sequence[tuple[int, Keys]]
    """Columns that tell who it is, the surest first, and what of a record stands there."""
    read: Callable[[str], str] = folded
    """What of such a cell is compared."""
    names: Sequence[int]
    """Columns whose cells together are a name; they decide only where no id does."""
    column: int
    title: str
    possible: Mapping[int, Fraction] = field(default_factory=dict)
    """What can be reached, by row; nothing where the sheet does not say."""
    evidence: Sequence[int] = ()
    """Columns that show how decimals are written here."""
    excused: frozenset[str] = frozenset()
    """What stands in a cell that is nobody's to write over, folded."""


def fill(
    sheet: Sheet, plan: Plan, records: Sequence[Record], *, scale: bool | None, mark: bool = True
) -> Told:
    """The sheet with a grade in each row whose student has one; everything else byte for byte.

    Raises UsageError if the sheet's points are others than the assignment's and nobody said
    whether to scale.
    """
    _comparable(sheet, plan, records, scale)
    decimal = sheet.decimal([plan.column, *plan.evidence])
    found = _found(sheet, plan, records)
    placed, kept, void = 0, list[str](), dict[str, None]()
    for row, record in found.matched.items():
        if not record.final:
            void[record.grade.submission] = None
            continue
        if folded(str(sheet.frame.iat[row, plan.column])) in plan.excused:
            kept.append(found.title(row))
            continue
        share = Fraction(1)
        if scale and row in plan.possible and record.grade.max_score:
            share = plan.possible[row] / record.grade.max_score
        sheet.put(row, plan.column, fixed(record.grade.score * share, decimal))
        placed += 1
    there = {record.grade.submission for record in found.matched.values()}
    rest = [one for one in records if one.grade.submission not in there]
    return Told(
        data=sheet.bytes(mark=mark),
        column=plan.title,
        placed=placed,
        void=(*void, *(one.grade.submission for one in rest if not one.final)),
        homeless=tuple(one.grade.submission for one in rest if one.final),
        without=tuple(map(found.title, found.without)),
        kept=tuple(kept),
        by_name=tuple(map(found.title, found.by_name)),
        doubtful=tuple(map(found.title, found.doubtful)),
    )


@dataclass
class _Found:
    """Which row is whose."""

    title: Callable[[int], str]
    matched: dict[int, Record] = field(default_factory=dict)
    without: list[int] = field(default_factory=list)
    by_name: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)


def _found(sheet: Sheet, plan: Plan, records: Sequence[Record]) -> _Found:
    """By id; then, among those that are left, by a name that only one of them has."""
    tables = [(column, index(records, keys)) for column, keys in plan.ids]

    def named(row: int) -> str:
        return " ".join(str(sheet.frame.iat[row, column]).strip() for column in plan.names)

    def title(row: int) -> str:
        return named(row).strip() or f"row {row + 1}"

    found, open_rows = _Found(title), []
    for row in plan.rows:
        hits = next(
            (h for c, t in tables if (h := t.get(plan.read(str(sheet.frame.iat[row, c]))))), []
        )
        if len(hits) == 1:
            found.matched[row] = hits[0]
        elif hits:
            found.doubtful.append(row)
        else:
            open_rows.append(row)
    taken = {record.grade.submission for record in found.matched.values()}
    rest = index((r for r in records if r.grade.submission not in taken), lambda r: [plain(r.name)])
    rows = [plain(named(row)) for row in open_rows]
    times = Counter(rows)
    for row, name in zip(open_rows, rows, strict=True):
        hits = rest.get(name, []) if name else []
        if len(hits) == 1 and times[name] == 1:
            found.matched[row] = hits[0]
            found.by_name.append(row)
        else:
            (found.doubtful if hits else found.without).append(row)
    return found


def _comparable(
    sheet: Sheet,
    plan: Plan,
    records: Sequence[Record],
    scale: bool | None,  # noqa: FBT001  # three-valued
) -> None:
    if scale and not plan.possible:
        raise UsageError(
            f"{sheet.name}: does not say what {plan.title!r} is worth, so nothing can be converted "
            "to it. Leave --scale out."
        )
    if scale is not None:
        return
    most = {record.grade.max_score for record in records}
    others = {possible for possible in plan.possible.values() if most and {possible} != most}
    if others:
        raise UsageError(
            f"{sheet.name}: {plan.title!r} is worth {fixed(min(others))} points there, the "
            f"assignment {fixed(max(most))}. Say --scale to convert, or --no-scale to write the "
            "points as they are."
        )
