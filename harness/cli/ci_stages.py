"""`harness ci ask|run|score`: asked where nobody is trusted, judged where nobody runs anything."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import formats, options, publish
from harness.cli.chosen import PLACE, chosen, names
from harness.cli.options import Decorator
from harness.cli.terminal import write


if TYPE_CHECKING:
    from harness.intake import Work
    from harness.model import Notebooks, Submission
    from harness.sandbox.away import Sheet

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
    from harness.grade.away import sheet_of
    from harness.sandbox.away import pack_sheet

    sheet = sheet_of(asking.find(root), slug, draw)
    write(output, pack_sheet(sheet))
    click.echo(f"{slug}: {len(sheet.jobs)} questions, seed {sheet.seed} → {output}", err=True)
    return 0


@click.command("run", short_help="Untrusted: put them to a submission.")
@click.argument("slug", metavar="[ASSIGNMENT]", required=False)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("-o", "--output", required=True, metavar="RECORD")
@click.option(
    "--sheet",
    "given",
    metavar="SHEET",
    help="Questions that `harness ci ask` wrote; needs no course. [default: the public ones]",
)
@click.option("--log", metavar="FILE", help="Write what was printed to this file.")
@click.option("--base", metavar="REF", help="What the pull request is compared with.")
@_most()
@options.sandbox()
@options.isolation()
@options.notebooks()
@options.course()
def run(
    slug: str | None,
    file: Path | None,
    output: str,
    given: str | None,
    log: str | None,
    base: str | None,
    most: int,
    walls: str,
    require: str,
    notebooks: "Notebooks",
    root: Path | None,
) -> int:
    """Untrusted: put the questions to FILE and write what comes back into RECORD; judge nothing.

    Without FILE the work is found by its name, as `harness ci` does; without ASSIGNMENT it is all
    that the pull request touched. {assignment} in a file's name stands for the assignment's.
    """
    from dataclasses import replace

    from harness import ask as asking
    from harness import sandbox
    from harness.intake import Work
    from harness.sandbox import away

    box = sandbox.choose(walls, sandbox.LEVELS[require])
    slugs = (slug,) if slug else asking.find(root).slugs
    found = [Work(slug, file)] if slug and file else chosen(Path(), slugs, base, everything=False)
    if len(found) > 1 and PLACE not in output:
        listed = ", ".join(str(work.path) for work in found)
        raise click.UsageError(
            f"-o {output}: it is one file, and there are {len(found)} works: {listed}. "
            f"Name one of them, or write {PLACE} where the name of the assignment shall stand."
        )
    for work, name in zip(found, names(found), strict=True):
        sheet = _sheet(work.slug, given and given.replace(PLACE, work.slug), root)
        sheet = replace(sheet, assignment=replace(sheet.assignment, notebooks=notebooks))
        submission = _submission(work)
        record = away.asked(sheet, box, submission)
        path = Path(output.replace(PLACE, name))
        write(path, away.pack_record(sheet, submission, record, most))
        if log is not None:
            write(Path(log.replace(PLACE, name)), record.said.encode("utf-8", "replace"))
        told = f"{len(record.evidence)} of {len(sheet.jobs)} questions were put"
        click.echo(f"{work.slug}: {told} → {path}", err=True)
    return 0


def _sheet(slug: str, given: str | None, root: Path | None) -> "Sheet":
    from harness import ask as asking
    from harness.grade.away import sheet_of
    from harness.model import UsageError
    from harness.sandbox import away

    if given is None:
        return sheet_of(asking.find(root), slug, None)
    sheet = away.read_sheet(away.read_file(Path(given), away.MOST), given)
    if sheet.assignment.slug != slug:
        other = sheet.assignment.slug[:60]
        raise UsageError(f"{given}: its questions are of {other!r}, expected {slug!r}.")
    return sheet


def _submission(work: "Work") -> "Submission":
    from harness import intake

    return intake.one(work.path, work.slug)


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
    from harness.grade.away import AwayGrader, sheet_of
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
