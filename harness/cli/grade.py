"""`harness grade`: a folder of submissions into a gradebook and reports."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import options


if TYPE_CHECKING:
    from harness.grade import Batch, Tally
    from harness.model import Assignment, Gpu, Notebooks, Rules, Sandbox


@click.command("grade")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-a", "--assignment", "slug", required=True, metavar="NAME", help="What is graded.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="OUT",
    help="Where grades.csv, index.html, results/ and reports/ go.",
)
@options.jobs()
@click.option("--seed", type=int, help="Draw the hidden questions from this number.")
@click.option(
    "--resume/--fresh",
    default=True,
    show_default=True,
    help="Keep grades that were made from the same work and questions, or make all anew.",
)
@click.option(
    "--overrides",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Late rule, extensions, points set by hand. [default: OUT/overrides.toml if it is there]",
)
@options.sandbox()
@options.isolation()
@options.gpu()
@options.notebooks()
@options.language()
@options.course()
def command(
    path: Path,
    slug: str,
    output: Path,
    jobs: int,
    seed: int | None,
    resume: bool,  # noqa: FBT001  # a flag of the command line
    overrides: Path | None,
    walls: str,
    require: str,
    wish: "Gpu",
    notebooks: "Notebooks",
    lang: str,
    root: Path | None,
) -> int:
    """Grade the submissions in PATH: one folder or file each (module, notebook, zip), or just one.

    Interrupt it and run the same command again: what was graded is not graded again.

    \b
        harness grade submissions/ -a activations -o out/
    """
    from harness import ask, intake, sandbox

    course = ask.find(root)
    assignment = ask.read(course, slug)
    chosen = sandbox.choose(walls, sandbox.LEVELS[require])
    _begin(chosen, assignment, jobs)
    from harness.grade import Batch, Outputs, Recipe, secret_of

    recipe = Recipe(
        course=course.root,
        slug=slug,
        sandbox=chosen.name,
        secret=secret_of(seed),
        language=options.spoken(lang),
        notebooks=notebooks,
        gpu=options.allowed(wish, require),
    )
    batch = Batch(
        sources=intake.batch(path, slug, out=output),
        recipe=recipe,
        outputs=Outputs(output),
        jobs=jobs,
        resume=resume,
        rules=_rules(overrides, output, assignment),
        hand_ins=intake.hand_ins(path),
        manifest=path / intake.MANIFEST,
    )
    tally = _graded(batch, chosen.name)
    if tally is None:
        return 130
    for line in _remarks(tally):
        click.echo(line, err=True)
    click.echo(
        f"{tally.total} submissions: {tally.full} with full points, {tally.lost} lost points, "
        f"{tally.void} void; {tally.kept} were graded before. → {output / 'index.html'}"
    )
    return 5 if tally.void else 0


def _begin(chosen: "Sandbox", assignment: "Assignment", jobs: int) -> None:
    """Start what takes a second to start: it imports while we import all that grades.

    That is what sandboxes come from, and what worker processes are forked from.
    """
    from harness import sandbox

    sandbox.prepare(chosen, assignment)
    if jobs > 1 and sys.platform == "linux":
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload(["harness.grade.pool"])
        forkserver.ensure_running()


def _graded(batch: "Batch", walls: str) -> "Tally | None":
    """How the batch came out, or None if somebody had enough of it."""
    from harness.cli.progress import progress
    from harness.grade import grade_batch

    try:
        with progress(batch.recipe.slug, walls) as shown:
            return grade_batch(batch, shown)
    except KeyboardInterrupt:
        click.echo(
            "\nharness: interrupted. What was graded is kept; the same command goes on.", err=True
        )
        return None


def _remarks(tally: "Tally") -> Iterator[str]:
    """What somebody may not have meant."""
    for who in tally.strangers:
        yield f"harness: the overrides name {who!r}, who is not in this batch."
    if tally.unreckoned is None:
        yield (
            "harness: the late rule touches nobody: there is no manifest.csv in the batch that "
            "says when anything was handed in. `harness collect` writes one."
        )
    elif tally.unreckoned:
        yield (
            f"harness: {tally.unreckoned} submissions are marked late, nobody knows by how much, "
            "and nothing was taken. Write `submitted` into manifest.csv, or set unknown_days."
        )
    if tally.loosed:
        yield (
            f"harness: {tally.loosed} grades were changed by overrides before and no longer are. "
            "If that is not meant, give --overrides FILE again."
        )


def _rules(file: Path | None, output: Path, assignment: "Assignment") -> "Rules":
    """What the course decided besides: in the file that was named, or in OUT."""
    from harness import ask
    from harness.model import Rules

    found = file or output / ask.RULES
    return ask.rules(found, assignment) if file or found.exists() else Rules()
