"""`harness check`: a student's verdict on the questions that everybody may see."""

import os
import shutil
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import options


if TYPE_CHECKING:
    from harness.grade import Grader, Recipe
    from harness.model import Gpu, Grade, Notebooks


@click.command("check")
@click.argument("slug", metavar="ASSIGNMENT")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--only", multiple=True, metavar="EXERCISE", help="Check this exercise; repeatable.")
@click.option("--fast", is_flag=True, help="Without trainings.")
@click.option("--full", is_flag=True, help="Train on the full sets, where they are here.")
@click.option("--json", "as_json", is_flag=True, help="Print one result as JSON.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours; auto looks at the terminal and at $NO_COLOR.",
)
@options.sandbox()
@options.isolation()
@options.gpu()
@options.notebooks()
@options.language()
@options.course()
def command(
    slug: str,
    file: Path | None,
    only: tuple[str, ...],
    fast: bool,  # noqa: FBT001  # flags of the command line
    full: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    color: str,
    walls: str,
    require: str,
    wish: "Gpu",
    notebooks: "Notebooks",
    lang: str,
    root: Path | None,
) -> int:
    """Check FILE (a module, a notebook or a folder) against the public questions of ASSIGNMENT.

    Without FILE the current folder is searched for it.

    \b
        harness check activations
        harness check activations my_work.py --only relu_backward
    """
    from harness import ask, intake, sandbox
    from harness.grade import Recipe
    from harness.model import UsageError

    course = ask.find(root, kits=True)
    asked = ask.read(course, slug)
    known = [exercise.name for exercise in asked.exercises]
    for name in only:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(known)}."
            raise UsageError(f'{slug} has no exercise "{name}". {hint}')
    recipe = Recipe(
        course=course.root,
        slug=slug,
        sandbox=sandbox.choose(walls, sandbox.LEVELS[require]).name,
        secret=None,
        language=options.spoken(lang),
        only=only or None,
        notebooks=notebooks,
        gpu=options.allowed(wish, require),
        trainings=options.trainings(fast=fast, full=full),
    )
    grader = recipe.grader()
    grade = grader.grade(intake.one(file, slug, starters=ask.starters(asked)))
    click.echo(_shown(recipe, grader, grade, color, as_json=as_json), nl=False)
    return _code(grade)


def _shown(recipe: "Recipe", grader: "Grader", grade: "Grade", color: str, *, as_json: bool) -> str:
    from harness.report.result import dumps, student
    from harness.report.text import screen

    if as_json:
        return dumps(student(grade))
    return screen(
        grade,
        recipe.renderer(grader).words,
        width=min(shutil.get_terminal_size().columns, 100),
        colour=_colour(color),
        ascii_signs=not _speaks_unicode(),
    )


def _colour(color: str) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") in {"utf8", "utf16", "gb18030"}


def _code(grade: "Grade") -> int:
    from harness.model import Outcome, Status

    if grade.status is not Status.GRADED:
        return 5
    return 0 if all(e.outcome is Outcome.PASSED for e in grade.exercises) else 1
