"""`harness demo`: the course's own solutions as a sample batch."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import options


if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.ask import Course
    from harness.intake import Source


@click.command("demo")
@click.argument("output", metavar="OUT", type=click.Path(path_type=Path))
@click.argument("slugs", metavar="[ASSIGNMENT]...", nargs=-1)
@options.jobs()
@options.sandbox()
@options.language()
@options.course()
def command(
    output: Path, slugs: tuple[str, ...], jobs: int, walls: str, lang: str, root: Path | None
) -> int:
    """Grade the sample solutions of assignments, right and wrong, into OUT/ASSIGNMENT.

    Without a name, of all in which nothing is trained: what takes minutes is only done by name.
    """
    from harness import ask, sandbox
    from harness.cli.progress import progress
    from harness.grade import Batch, Outputs, Recipe, grade_batch, secret_of

    course = ask.find(root)
    chosen = sandbox.choose(walls).name
    void = 0
    for slug in slugs or tuple(_quick(course)):
        recipe = Recipe(
            course=course.root,
            slug=slug,
            sandbox=chosen,
            secret=secret_of(None),
            language=options.spoken(lang),
            trainings="slice",
        )
        batch = Batch(
            sources=samples(course.folder(slug) / "solutions", slug),
            recipe=recipe,
            outputs=Outputs(output / slug),
            jobs=jobs,
        )
        with progress(slug, chosen) as shown:
            void += grade_batch(batch, shown).void
        click.echo(f"{slug}: {output / slug / 'index.html'}")
    return 5 if void else 0


def _quick(course: "Course") -> "Iterator[str]":
    """The assignments in which nothing is trained."""
    from harness import ask

    for slug in course.slugs:
        if not any(exercise.trainings for exercise in ask.read(course, slug).exercises):
            yield slug


def samples(folder: Path, slug: str) -> "tuple[Source, ...]":
    """The right and the wrong solutions as one batch, told apart by name."""
    from harness import intake

    return tuple(
        replace(source, name=f"{role}-{source.name}", label=f"{role}/{source.label}")
        for role in ("right", "wrong")
        for source in intake.batch(folder / role, slug)
    )
