"""`harness pack`: an assignment for students, or for a platform that checks and grades."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import options
from harness.sandbox import LEVELS


if TYPE_CHECKING:
    from harness.ask import Course
    from harness.pack.kit import Files


@click.command("pack")
@click.argument("slug", metavar="ASSIGNMENT")
@click.option(
    "--for",
    "whom",
    type=click.Choice(["students", "gradescope", "github", "gitlab"]),
    required=True,
    help="students, github, gitlab: without answers; gradescope: the teacher's autograder.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="OUT[.zip]",
    help="A new folder, or a zip if it is called so.",
)
@click.option(
    "--wheel",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="For gradescope: install the harness from this wheel, not from the package index.",
)
@click.option(
    "--require-isolation",
    "require",
    type=click.Choice(list(LEVELS)),
    default="user",
    show_default=True,
    help="For gradescope: grade nothing where less than this is kept apart.",
)
@options.language()
@options.course()
def command(
    slug: str,
    whom: str,
    output: Path,
    wheel: Path | None,
    require: str,
    lang: str,
    root: Path | None,
) -> int:
    """Pack ASSIGNMENT for students, or for a platform.

    What students get holds the public questions with their answers as data: no reference, no
    hidden question, no solution. `harness check` works in it as it does here.

    \b
        harness pack activations --for students -o activations.zip
        harness pack activations --for github -o activations-starter/
        harness pack activations --for gradescope -o autograder.zip
    """
    from harness import ask
    from harness.pack import bundle

    course = ask.find(root)
    files = _files(course, slug, whom, wheel, require, lang)
    bundle.write(files, output)
    size = sum(map(len, files.values())) / 2**20
    click.echo(f"{output}: {len(files)} files, {size:.1f} MiB")
    if whom == "gradescope":
        click.echo(
            "It holds hidden questions and answers: upload it as the autograder, and give it to "
            "nobody else.",
            err=True,
        )
    return 0


def _files(
    course: "Course", slug: str, whom: str, wheel: Path | None, require: str, lang: str
) -> "Files":
    if whom == "gradescope":
        from harness.pack.gradescope import Settings, gradescope

        language = options.spoken(lang)
        wanted = Settings(isolation=require, language=language, wheel=wheel)
        return gradescope(course, slug, wanted)
    from harness.pack import students

    if wheel is not None:
        raise click.UsageError(f"--wheel is for gradescope; --for {whom} installs by name.")
    if whom == "students":
        return students.students(course, slug)
    return students.repository(course, slug, whom)
