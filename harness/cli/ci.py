"""`harness ci`: what a pull request touched, checked on the questions that everybody may see."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import formats, options, publish


if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.ask import Course
    from harness.cli.formats import Way
    from harness.grade import Recipe
    from harness.intake import Work
    from harness.model import Gpu, Grade, Notebooks

COMMANDS = {"ask": "ask", "run": "run", "score": "score"}
PLACE = "{assignment}"


class Stages(click.Group):
    """The two stages by name, imported when they are called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All of them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported."""
        from harness.cli import ci_stages

        found: click.Command | None = getattr(ci_stages, COMMANDS.get(name, ""), None)
        return found


@click.group("ci", cls=Stages, invoke_without_command=True)
@click.option(
    "--assignment", "slugs", multiple=True, metavar="NAME", help="Only this one; repeatable."
)
@click.option(
    "--path",
    "place",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The checkout, or the part of it to look at.  [default: here]",
)
@click.option("--base", metavar="REF", help="What the pull request is compared with.")
@click.option("--all", "everything", is_flag=True, help="Check also what was not touched.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 also where something failed.")
@click.option("--fast", is_flag=True, help="Without trainings.")
@formats.options()
@options.sandbox()
@options.isolation()
@options.gpu()
@options.notebooks()
@options.language()
@options.course()
@click.pass_context
def command(
    ctx: click.Context,
    slugs: tuple[str, ...],
    place: Path,
    base: str | None,
    everything: bool,  # noqa: FBT001  # flags of the command line
    exit_zero: bool,  # noqa: FBT001
    fast: bool,  # noqa: FBT001
    named: tuple[str, ...],
    outputs: tuple[str, ...],
    walls: str,
    require: str,
    wish: "Gpu",
    notebooks: "Notebooks",
    lang: str,
    root: Path | None,
) -> int:
    """Check what a pull request touched, on the questions that everybody may see.

    Work on an assignment is a module, a notebook or a folder that is called after it. Files that
    are written for each assignment are named with {assignment}:

    \b
        harness ci --format auto --format html -o 'out/{assignment}.html'

    Exits with 0 if all of it passes or none was touched, else as `harness check` does; with 4 if
    there is no work on any assignment.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from harness import ask, sandbox
    from harness.grade import Recipe

    ways = formats.paired(named, outputs)
    _named_apart(ways)
    course = ask.find(root)
    found = _chosen(course, place, slugs, base, everything=everything)
    recipes = [
        Recipe(
            course=course.root,
            slug=work.slug,
            sandbox=sandbox.choose(walls, sandbox.LEVELS[require]).name,
            secret=None,
            language=options.spoken(lang),
            notebooks=notebooks,
            gpu=options.allowed(wish, require),
            trainings=options.trainings(fast=fast, full=False),
        )
        for work in found
    ]
    grades = list(_checked(recipes, found, ways))
    if len(grades) > 1 and any(way.name == "github" for way in ways):
        publish.told_together(grades)
    code = worst(grades)
    return 0 if exit_zero and code == 1 else code


def worst(grades: "Iterable[Grade]") -> int:
    """Of several grades: 5 if some are void, else 1 if something failed, else 0."""
    from harness.cli.check import code_of

    codes = {code_of(grade) for grade in grades}
    return max(codes, default=0)


def _checked(
    recipes: "list[Recipe]", found: "list[Work]", ways: "tuple[Way, ...]"
) -> "Iterable[Grade]":
    """Each in turn; annotations of a step are shared out, so that each shows its worst."""
    from harness import ask, intake

    most = max(1, 10 // max(1, len(found)))
    together = {way: list[str]() for way in ways if _is_joined(way)}
    apart = [way for way in ways if way not in together]
    for recipe, work, name in zip(recipes, found, _names(found), strict=True):
        grader = recipe.grader()
        submission = intake.one(work.path, work.slug, starters=ask.starters(grader.assignment))
        grade = grader.grade(submission)
        seen = publish.seen(grade, recipe.renderer(grader), work.path, submission, most)
        publish.publish([way.named(PLACE, name) for way in apart], seen)
        for way, texts in together.items():
            texts.append(publish.document(way, seen))
        yield grade
    for way, texts in together.items():
        publish.join(way, texts)


def _is_joined(way: "Way") -> bool:
    """Whether one file is meant for all assignments."""
    return way.path is not None and PLACE not in way.path


def _chosen(
    course: "Course", place: Path, slugs: tuple[str, ...], base: str | None, *, everything: bool
) -> "list[Work]":
    """What is to be checked; why nothing is, where nothing is."""
    from harness import intake
    from harness.cli.changes import changed
    from harness.model import NothingToGradeError, UsageError

    for slug in slugs:
        course.folder(slug)
    if not place.is_dir():
        raise UsageError(f"{place}: expected a folder: the checkout, or a part of it.")
    found = intake.works(place, slugs or course.slugs)
    if not found:
        raise NothingToGradeError(
            f"{place.resolve()}: no work on {', '.join(slugs) or 'any assignment'} here. It is "
            f"found by its name: {(slugs or course.slugs)[0]}.py, .ipynb, or a folder called so."
        )
    difference = None if everything else changed(place, base)
    if difference is None:
        return found
    touched = intake.touched(found, difference)
    if not touched:
        names = ", ".join(sorted({work.slug for work in found}))
        click.echo(f"harness: no work on {names} was touched; nothing to check.", err=True)
    return touched


def _named_apart(ways: "tuple[Way, ...]") -> None:
    """A file for one assignment must not be written over by the next one's."""
    from harness.report.formats import FORMATS

    for way in ways:
        if way.path is not None and _is_joined(way) and FORMATS[way.name].join is None:
            path = Path(way.path)
            raise click.UsageError(
                f"-o {way.path}: a pull request may touch several assignments, and {way.name} is "
                f"about one. Write {PLACE} where its name shall stand: "
                f"{path.with_stem(path.stem + '-' + PLACE)}"
            )


def _names(found: "list[Work]") -> list[str]:
    """The assignment's name; with a number, where there are several works on it."""
    slugs = [work.slug for work in found]
    earlier = [slugs[:place].count(slug) for place, slug in enumerate(slugs)]
    return [f"{s}-{n + 1}" if n else s for s, n in zip(slugs, earlier, strict=True)]
