"""`harness check`: a student's verdict on the questions that everybody may see."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import formats, options, publish


if TYPE_CHECKING:
    from harness.grade import Grader, Recipe
    from harness.grade.render import Renderer
    from harness.model import Gpu, Grade, Job, Notebooks, Submission


ALL = 3
"""Hints: everything, with the long text behind each finding."""


@click.command("check")
@click.argument("slug", metavar="ASSIGNMENT")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--only", multiple=True, metavar="EXERCISE", help="Check this exercise; repeatable.")
@click.option("--case", metavar="ID", help="Ask the question of an earlier counterexample again.")
@click.option("--watch", is_flag=True, help="Check again whenever the file is saved.")
@click.option(
    "--hints",
    type=click.IntRange(0, 3),
    default=2,
    show_default=True,
    help="0: what failed; 1: and a counterexample; 2: and the diagnosis; 3: and why it matters.",
)
@click.option("--fast", is_flag=True, help="Without trainings.")
@click.option("--full", is_flag=True, help="Train on the full sets, where they are here.")
@click.option("--json", "as_json", is_flag=True, help="Print one result as JSON.")
@formats.options()
@click.option("--open", "in_browser", is_flag=True, help="Show the report in the browser as well.")
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
    case: str | None,
    watch: bool,  # noqa: FBT001  # flags of the command line
    hints: int,
    fast: bool,  # noqa: FBT001
    full: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    named: tuple[str, ...],
    outputs: tuple[str, ...],
    in_browser: bool,  # noqa: FBT001
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
        harness check activations --watch
    """
    from harness import ask, sandbox
    from harness.grade import Recipe

    ways = formats.paired(named, outputs, as_json=as_json)
    course = ask.find(root, kits=True)
    asked = ask.read(course, slug)
    _known(slug, only, [exercise.name for exercise in asked.exercises])
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
    grader = recipe.grader() if case is None else recipe.grader().alone(_kept(slug, case))
    look = Look(hints=hints, colour=_colour(color), ways=ways, alone=case is not None)
    desk = Desk(recipe=recipe, grader=grader, file=file, look=look, starters=ask.starters(asked))
    if not watch:
        return desk.check(in_browser=in_browser)
    from harness.cli.watch import whenever_saved

    sandbox.prepare(grader.sandbox, asked)
    whenever_saved(file, desk.check_again, f"{file or slug}, Ctrl-C")
    return desk.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a verdict is shown."""

    hints: int
    colour: bool
    ways: Sequence[formats.Way]
    alone: bool
    """Whether one question is asked, and no other."""


@dataclass(slots=True, kw_only=True)
class Desk:
    """Where one student's work is checked, as often as they like."""

    recipe: "Recipe"
    grader: "Grader"
    file: Path | None
    look: Look
    starters: Sequence[bytes]
    code: int = field(default=0, init=False)
    """The exit code of the latest verdict."""
    _seen: str = field(default="", init=False)

    def check(self, *, in_browser: bool = False) -> int:
        """Check, print, and keep the questions that were shown; the exit code."""
        return self._checked(self._submission(), in_browser=in_browser)

    def check_again(self) -> bool:
        """Check if the work is not what it was the last time; whether it was."""
        submission = self._submission()
        if submission.digest == self._seen:
            return False
        self._seen = submission.digest
        if sys.stdout.isatty() and any(way.plain for way in self.look.ways):
            click.clear()
        self._checked(submission)
        return True

    def _submission(self) -> "Submission":
        from harness import intake

        return intake.one(self.file, self.recipe.slug, starters=self.starters)

    def _checked(self, submission: "Submission", *, in_browser: bool = False) -> int:
        from harness.report.hints import hinted

        graded = self.grader.graded(submission)
        grade = hinted(graded.grade, self.look.hints)
        self.code = code_of(grade)  # before it is printed: whoever reads it may end us
        renderer = self.recipe.renderer(self.grader)
        seen = publish.seen(grade, renderer, self.file, submission)
        publish.publish(self.look.ways, seen, lambda: self._shown(renderer, grade))
        _keep(self.recipe.slug, graded.cases)
        if in_browser:
            self._open(grade)
        return self.code

    def _shown(self, renderer: "Renderer", grade: "Grade") -> str:
        shown = _screen(renderer, grade, self.look)
        if self.look.hints < ALL:
            return shown
        from harness.cli.explain import pages_of
        from harness.report.explain import screen
        from harness.report.explanations import more

        found = (f for e in grade.exercises for f in e.findings if f.costs)
        codes = dict.fromkeys(code for f in found if (code := more(f, renderer.words)))
        pages = [
            page for code in codes for page in pages_of(code, self.grader.course, renderer.words)
        ]
        return (
            f"{shown}\n{screen(pages, width=_width(), colour=self.look.colour)}" if pages else shown
        )

    def _open(self, grade: "Grade") -> None:
        from platformdirs import user_cache_path

        from harness.grade.outputs import write

        page = user_cache_path("dl-harness") / "reports" / f"{grade.assignment}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        write(page, self.recipe.renderer(self.grader).wanted(grade).page)
        click.echo(f"→ {page}", err=True)
        if click.launch(str(page)):
            click.echo("harness: no browser could be started; open that file.", err=True)


def _known(slug: str, only: Sequence[str], known: Sequence[str]) -> None:
    from harness.model import UsageError

    for name in only:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(known)}."
            raise UsageError(f'{slug} has no exercise "{name}". {hint}')


def _kept(slug: str, handle: str) -> "Job":
    """The question with this handle, as it was kept when it was shown."""
    from harness import sandbox
    from harness.model import UsageError
    from harness.store import cases

    kept = cases.find(slug, handle)
    job = None if kept is None else sandbox.unpacked(kept)
    if job is None:
        near = get_close_matches(handle, cases.handles(slug), n=1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        raise UsageError(
            f'There is no question "{handle}" of {slug} here.{hint} '
            f"A counterexample names its own: harness check {slug}"
        )
    return job


def _keep(slug: str, shown: "Mapping[str, Job]") -> None:
    from harness import sandbox
    from harness.store import cases

    packed = {handle: sandbox.packed(job) for handle, job in shown.items()}
    cases.keep(slug, {handle: data for handle, data in packed.items() if data is not None})


def _screen(renderer: "Renderer", grade: "Grade", look: Look) -> str:
    from harness.report.text import screen

    return screen(
        grade,
        renderer.words,
        width=_width(),
        colour=look.colour,
        ascii_signs=not _speaks_unicode(),
        alone=look.alone,
    )


def _width() -> int:
    return min(shutil.get_terminal_size().columns, 100)


def _colour(color: str) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") in {"utf8", "utf16", "gb18030"}


def code_of(grade: "Grade") -> int:
    """What a grade comes to as an exit code."""
    from harness.model import Outcome, Status

    if grade.status is not Status.GRADED:
        return 5
    return 0 if all(e.outcome is Outcome.PASSED for e in grade.exercises) else 1
