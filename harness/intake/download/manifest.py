"""manifest.csv: whose each submission of a batch is, what was taken of it, and when it came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from harness.model import HandIn, UsageError


MANIFEST = "manifest.csv"
COLUMNS = (
    "submission", "students", "name", "emails", "platform_id", "late", "submitted", "kind",
    "files", "version", "left_out", "source",
)  # fmt: skip
_BETWEEN = "; "
_LATE = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One submission."""

    submission: str
    """Its folder in the batch, and its name in every output."""
    students: tuple[str, ...] = ()
    name: str = ""
    emails: tuple[str, ...] = ()
    platform: str = ""
    late: bool | None = None
    submitted: datetime | None = None
    kind: str = ""
    files: tuple[str, ...] = ()
    version: str = ""
    left: tuple[str, ...] = ()
    source: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """All that one of its students may be called in another table."""
        return tuple(dict.fromkeys(filter(None, (*self.students, *self.emails, self.platform))))


def text(rows: Iterable[Line]) -> bytes:
    """The file, for pandas and for Excel."""
    from harness.intake.download import sheet  # noqa: PLC0415  # a batch without one needs no pandas

    late = {value: word for word, value in _LATE.items()}
    return sheet.written(
        (
            {
                "submission": one.submission,
                "students": _BETWEEN.join(one.students),
                "name": one.name,
                "emails": _BETWEEN.join(one.emails),
                "platform_id": one.platform,
                "late": late[one.late],
                "submitted": one.submitted.isoformat() if one.submitted else "",
                "kind": one.kind,
                "files": _BETWEEN.join(one.files),
                "version": one.version,
                "left_out": _BETWEEN.join(one.left),
                "source": one.source,
            }
            for one in rows
        ),
        COLUMNS,
    )


def lines(file: Path) -> tuple[Line, ...]:
    """What the file says; columns that a person has added are passed over."""
    from harness.intake.download import sheet  # noqa: PLC0415  # a batch without one needs no pandas

    frame = sheet.table(file)
    missing = [name for name in ("submission", "late", "submitted") if name not in frame.columns]
    if missing:
        raise UsageError(
            f"{file}: the column {missing[0]!r} is missing, so this is no manifest that "
            "`harness collect` wrote. Move the file away, or collect anew."
        )
    rows = frame.to_dict("records")
    return tuple(
        _line({key: sheet.plain(str(value)) for key, value in row.items()}, file, number)
        for number, row in enumerate(rows, start=2)
    )


def hand_ins(folder: Path) -> Mapping[str, HandIn]:
    """By submission; nothing where the folder has no manifest."""
    file = folder / MANIFEST
    if not file.is_file():
        return {}
    return {
        one.submission: HandIn(students=one.ids, late=one.late, submitted=one.submitted)
        for one in lines(file)
    }


def _line(row: Mapping[str, str], file: Path, number: int) -> Line:
    late = row["late"].strip().casefold()
    if late not in _LATE:
        raise UsageError(f'{file}, row {number}: "late" is {late!r}; expected yes, no or nothing.')
    return Line(
        submission=row["submission"],
        students=_several(row.get("students", "")),
        name=row.get("name", ""),
        emails=_several(row.get("emails", "")),
        platform=row.get("platform_id", ""),
        late=_LATE[late],
        submitted=_moment(row["submitted"].strip(), file, number),
        kind=row.get("kind", ""),
        files=_several(row.get("files", "")),
        version=row.get("version", ""),
        left=_several(row.get("left_out", "")),
        source=row.get("source", ""),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _moment(cell: str, file: Path, number: int) -> datetime | None:
    if not cell:
        return None
    try:
        when = datetime.fromisoformat(cell)
    except ValueError as error:
        raise UsageError(
            f'{file}, row {number}: "submitted" is {cell!r}; expected a time as '
            "2026-10-01T23:59:00+08:00, or nothing."
        ) from error
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when
