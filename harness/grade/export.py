"""From an output folder into a gradebook: who is who, which file, and what could not be placed."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.grade.outputs import write_bytes
from harness.intake import MANIFEST
from harness.intake.download import entries, manifest
from harness.model import UsageError
from harness.report.gradebook import columns, lists, own
from harness.report.gradebook.feedback import feedback
from harness.report.gradebook.fill import fill
from harness.report.gradebook.record import Record, Told
from harness.report.gradebook.sheet import Sheet
from harness.store import graded


FORMATS = ("canvas", "moodle", "moodle-feedback", "gradescope", "csv", "nbgrader")
WHERE = {
    "canvas": "Grades, Export, Export entire gradebook",
    "moodle": "the assignment, View all submissions, Download grading worksheet",
    "moodle-feedback": "the assignment, View all submissions, Download all submissions",
    "gradescope": "Review grades, Download grades, CSV",
}
"""Where an instructor downloads the file that is filled in."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is wanted."""

    format: str
    out: Path
    """Where `harness grade` wrote."""
    into: Path | None
    result: Path
    column: str | None = None
    scale: bool | None = None
    manifest: Path | None = None


def export(order: Export) -> Told:
    """Write the result, and tell what did not find its place."""
    if order.into is None and order.format in WHERE:
        raise UsageError(
            f"{order.format}: give the file that is to be filled in with --into; none is made up. "
            f"Download it: {WHERE[order.format]}."
        )
    if order.into is not None and order.into.resolve() == order.result.resolve():
        raise UsageError(f"{order.result}: is the downloaded file itself. Give another name to -o.")
    records = records_of(order.out, order.manifest)
    told = _made(order, records)
    if not order.result.parent.is_dir():
        raise UsageError(f"{order.result.parent}: there is no such folder. Make it, or change -o.")
    write_bytes(order.result, told.data)
    return told


def records_of(out: Path, file: Path | None = None) -> list[Record]:
    """Every grade with what the manifest says of its student, if there is one."""
    _, grades = graded(out)
    found = file or out / MANIFEST
    lines: Mapping[str, manifest.Line] = (
        {line.submission: line for line in manifest.lines(found)} if file or found.is_file() else {}
    )
    records = []
    for name, (_, grade) in grades.items():
        line = lines.get(name, manifest.Line(submission=name))
        records.append(
            Record(
                grade=grade,
                name=line.name,
                students=line.students,
                emails=line.emails,
                platform=line.platform,
                submitted=line.submitted,
            )
        )
    return records


def _made(order: Export, records: Sequence[Record]) -> Told:
    if order.format == "moodle-feedback":
        return _feedback(order, records)
    if order.into is None:
        data = own.nbgrader(records) if order.format == "nbgrader" else own.plain_table(records)
        void = tuple(one.grade.submission for one in records if not one.final)
        return Told(data=data, column="score", placed=len(records) - len(void), void=void)
    sheet = Sheet.read(_bytes(order.into), str(order.into))
    if order.format == "canvas":
        plan = columns.canvas(sheet, order.column)
    elif order.format == "moodle":
        plan = columns.moodle(sheet, order.column)
    else:
        usual = {"gradescope": "Total Score", "nbgrader": "score"}.get(order.format)
        plan = lists.any_table(sheet, order.column, records, usual)
    return fill(sheet, plan, records, scale=order.scale, mark=order.format != "canvas")


def _feedback(order: Export, records: Sequence[Record]) -> Told:
    """A zip of reports; the same reports give the same bytes."""
    assert order.into is not None
    with entries.opened(order.into) as download:
        found = feedback((member.path for member in download.members), records)
    if not found.files and not found.void:
        raise UsageError(
            f"{order.into}: no participant in it was graded into {order.out}. Give the zip that "
            "`harness collect` read."
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in sorted(found.files.items()):
            info = zipfile.ZipInfo(path, _EPOCH)
            info.external_attr = 0o644 << 16
            page = _bytes(order.out / "reports" / f"{name}.html")
            archive.writestr(info, page, zipfile.ZIP_DEFLATED)
    return Told(
        data=packed.getvalue(),
        column="report.html",
        what="reports",
        placed=len(found.files),
        void=found.void,
        homeless=found.homeless,
        without=found.without,
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}.") from error
