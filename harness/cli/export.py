"""`harness export`: grades into the file that a platform lets download."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click


if TYPE_CHECKING:
    from harness.report.gradebook.record import Told

FORMATS = ("canvas", "moodle", "moodle-feedback", "gradescope", "csv", "nbgrader")
_SHOWN = 8


@click.command("export")
@click.argument("format_", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file as the platform let you download it; csv and nbgrader can do without.",
)
@click.option("--column", metavar="NAME", help="The column that gets the grades.")
@click.option(
    "--scale/--no-scale",
    default=None,
    help="If the column is worth other points than the assignment: convert, or write them as is.",
)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Who is who. [default: OUT/manifest.csv]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="RESULT",
    help="The new file; the downloaded one is not touched.",
)
def command(
    format_: str,
    out: Path,
    into: Path | None,
    column: str | None,
    scale: bool | None,  # noqa: FBT001  # a flag of the command line
    manifest: Path | None,
    output: Path,
) -> int:
    """Fill the grades of OUT into FILE: canvas, moodle, moodle-feedback, gradescope, csv, nbgrader.

    Only the cells of students who have a grade are written. What could not be judged is left as
    it is and named, and so is whoever is in one of the two only.

    \b
        harness export canvas out/ --into grades.csv --column "HW3 (98765)" -o upload.csv
        harness export moodle-feedback out/ --into submissions.zip -o feedback.zip

    Exit code 1: a grade found no row; 5: something could not be judged.
    """
    from harness.grade.export import Export, export

    told = export(
        Export(
            format=format_,
            out=out,
            into=into,
            result=output,
            column=column,
            scale=scale,
            manifest=manifest,
        )
    )
    for line in _lines(told, output):
        click.echo(line)
    if told.homeless or told.doubtful:
        return 1
    return 5 if told.void else 0


def _lines(told: "Told", output: Path) -> list[str]:
    lines = [f"{told.column}: {told.placed} {told.what} written. → {output}"]
    for count, text, names in (
        (len(told.void), "could not be judged; nothing was written for them", told.void),
        (len(told.homeless), "graded, and in no row", told.homeless),
        (len(told.doubtful), "rows fit several submissions, and were left", told.doubtful),
        (len(told.by_name), "rows were found by the name alone: look at them", told.by_name),
        (len(told.kept), "rows are excused, and were left", told.kept),
        (len(told.without), "rows without a graded submission", told.without),
    ):
        if count:
            lines.append(f"! {count} {text}: {_few(names)}")
    return lines


def _few(names: Iterable[str]) -> str:
    held = list(names)
    return ", ".join(held[:_SHOWN]) + (", …" if len(held) > _SHOWN else "")
