"""`harness ci ask|run|score`: asked where nobody is trusted, judged where nobody runs anything."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import formats, options, publish
from harness.cli.options import Decorator


if TYPE_CHECKING:
    from harness.model import Notebooks

MOST = 50_000_000


def _draw() -> Decorator:
    return click.option(
        "--draw",
        metavar="WORD",
        help="Draw hidden questions as well, from this word: the same in ask and score. "
        "[default: only the questions that everybody may see]",
    )


def _most() -> Decorator:
    return click.option(
        "--max-bytes",
        "most",
        type=click.IntRange(min=1),
        default=MOST,
        show_default=True,
        help="What a file of answers may have.",
    )


@click.command("ask", short_help="Trusted: write questions, without answers.")
@click.argument("slug", metavar="ASSIGNMENT")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="SHEET")
@_draw()
@options.course()
def ask(slug: str, output: Path, draw: str | None, root: Path | None) -> int:
    """Trusted: write the questions of ASSIGNMENT, and nothing of their answers, into SHEET."""
    from harness import ask as asking
    from harness.grade import sheet_of
    from harness.sandbox.away import pack_sheet

    sheet = sheet_of(asking.find(root), slug, draw)
    _write(output, pack_sheet(sheet))
    click.echo(f"{slug}: {len(sheet.jobs)} questions, seed {sheet.seed} → {output}", err=True)
    return 0


@click.command("run", short_help="Untrusted: put them to a submission.")
@click.argument("slug", metavar="ASSIGNMENT")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="RECORD")
@click.option(
    "--sheet",
    "given",
    type=click.Path(path_type=Path),
    metavar="SHEET",
    help="Questions that `harness ci ask` wrote; needs no course. [default: the public ones]",
)
@click.option("--log", type=click.Path(path_type=Path), help="Write what was printed to this file.")
@_most()
@options.sandbox()
@options.isolation()
@options.notebooks()
@options.course()
def run(
    slug: str,
    file: Path | None,
    output: Path,
    given: Path | None,
    log: Path | None,
    most: int,
    walls: str,
    require: str,
    notebooks: "Notebooks",
    root: Path | None,
) -> int:
    """Untrusted: put the questions to FILE and write what comes back into RECORD; judge nothing."""
    from dataclasses import replace

    from harness import ask as asking
    from harness import intake, sandbox
    from harness.grade import sheet_of
    from harness.sandbox import away

    if given is None:
        sheet = sheet_of(asking.find(root), slug, None)
    else:
        sheet = away.read_sheet(away.read_file(given, away.MOST), str(given))
        _same(slug, sheet.assignment.slug, given)
    sheet = replace(sheet, assignment=replace(sheet.assignment, notebooks=notebooks))
    box = sandbox.choose(walls, sandbox.LEVELS[require])
    submission = intake.one(file, slug)
    record = away.asked(sheet, box, submission)
    _write(output, away.pack_record(sheet, submission, record, most))
    if log is not None:
        _write(log, record.said.encode("utf-8", "replace"))
    click.echo(
        f"{slug}: {len(record.evidence)} of {len(sheet.jobs)} questions were put → {output}",
        err=True,
    )
    return 0


@click.command("score", short_help="Trusted: judge what came back.")
@click.argument("slug", metavar="ASSIGNMENT")
@click.argument("record", type=click.Path(path_type=Path))
@click.option("--submission", "name", metavar="NAME", help="Whose it is, as you know it.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 also where something failed.")
@_draw()
@_most()
@formats.options()
@options.language()
@options.course()
def score(
    slug: str,
    record: Path,
    name: str | None,
    exit_zero: bool,  # noqa: FBT001  # a flag of the command line
    draw: str | None,
    most: int,
    named: tuple[str, ...],
    outputs: tuple[str, ...],
    lang: str,
    root: Path | None,
) -> int:
    """Trusted: judge what RECORD says was answered; run nothing of it, believe nothing else.

    RECORD was written where the student has the say: its points are feedback, not a grade.
    """
    from harness import ask as asking
    from harness.cli.check import code_of
    from harness.grade import AwayGrader, sheet_of
    from harness.grade.render import Renderer
    from harness.sandbox import away

    ways = formats.paired(named, outputs)
    course = asking.find(root)
    sheet = sheet_of(course, slug, draw)
    read = away.read_record(away.read_file(record, most), sheet, most, str(record))
    grader = AwayGrader(course, slug, draw, read)
    submission = grader.submission(name or slug)
    grade = grader.grade(submission)
    renderer = Renderer(course.reports, options.spoken(lang), grader)
    seen = publish.seen(grade, renderer, Path(f"{slug}.py"), submission)
    publish.publish(ways, seen)
    code = code_of(grade)
    return 0 if exit_zero and code == 1 else code


def _same(slug: str, other: str, file: Path) -> None:
    from harness.model import UsageError

    if slug != other:
        raise UsageError(f"{file}: its questions are of {other[:60]!r}, expected {slug!r}.")


def _write(path: Path, data: bytes) -> None:
    from harness.model import UsageError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}.") from error
