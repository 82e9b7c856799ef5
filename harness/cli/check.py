"""`harness check`: a student's verdict on the questions that everybody may see."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import formats, options, publish, terminal


if TYPE_CHECKING:
    from harness.grade import Grader, Recipe
    from harness.grade.render import Renderer
    from harness.model import Gpu, Grade, Job, Notebooks, Submission


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
@terminal.colours()
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
    ask.among(asked, only)
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
    if case is not None:
        grader = grader.alone(_kept(slug, case))
    check = Check(
        recipe=recipe,
        grader=grader,
        file=file,
        look=Look(hints, terminal.colour(color), ways, case is not None, in_browser),
        starters=ask.starters(asked),
    )
    if not watch:
        return check()
    from harness.cli.watch import whenever_saved

    sandbox.prepare(grader.sandbox, asked)
    whenever_saved(file, check.again, f"{file or slug}, Ctrl-C")
    return check.code


@dataclass(frozen=True, slots=True)
class Look:
    """How a verdict is shown."""

    hints: int
    colour: bool
    ways: Sequence[formats.Way]
    alone: bool
    """Whether one question is asked, and no other."""
    in_browser: bool
    """Whether the page is shown as well; it is written anew at each check, and opened once."""


@dataclass(kw_only=True)
class Check:
    """One student's work, checked as often as they like."""

    recipe: "Recipe"
    grader: "Grader"
    file: Path | None
    look: Look
    starters: Sequence[bytes]
    code: int = field(default=0, init=False)
    """The exit code of the latest verdict."""
    _seen: str = field(default="", init=False)

    def __call__(self) -> int:
        """Check, print, and keep the questions that were shown; the exit code."""
        return self._checked(self._submission())

    def again(self) -> bool:
        """Check if the work is not what it was the last time; whether it was checked."""
        submission = self._submission()
        if submission.digest == self._seen:
            return False
        if sys.stdout.isatty() and any(way.plain for way in self.look.ways):
            click.clear()
        self._checked(submission)
        return True

    @cached_property
    def _renderer(self) -> "Renderer":
        return self.recipe.renderer(self.grader)

    def _submission(self) -> "Submission":
        from harness import intake

        return intake.one(self.file, self.recipe.slug, starters=self.starters)

    def _checked(self, submission: "Submission") -> int:
        from harness.report.hints import hinted

        graded = self.grader.graded(submission)
        grade = hinted(graded.grade, self.look.hints)
        first, self._seen = not self._seen, submission.digest
        self.code = code_of(grade)  # before it is printed: whoever reads it may end us
        seen = publish.seen(grade, self._renderer, self.file, submission)
        publish.publish(self.look.ways, seen, lambda: self._shown(grade), colour=self.look.colour)
        _keep(self.recipe.slug, graded.cases)
        if self.look.in_browser:
            self._write_page(grade, launch=first)
        return self.code

    def _shown(self, grade: "Grade") -> str:
        shown = _screen(self._renderer, grade, self.look)
        from harness.report.hints import MORE

        if self.look.hints < MORE:
            return shown
        from harness.cli.explain import pages_of
        from harness.report.explain import screen
        from harness.report.explanations import more

        words, course = self._renderer.words, self.grader.course
        found = (f for e in grade.exercises for f in e.findings if f.costs)
        codes = dict.fromkeys(code for f in found if (code := more(f, words)))
        pages = [page for code in codes for page in pages_of(code, course, words)]
        if not pages:
            return shown
        return f"{shown}\n{screen(pages, width=terminal.width(), colour=self.look.colour)}"

    def _write_page(self, grade: "Grade", *, launch: bool) -> None:
        from platformdirs import user_cache_path

        page = user_cache_path("dl-harness") / "reports" / f"{grade.assignment}.html"
        terminal.write(page, self._renderer.wanted(grade).page.encode())
        click.echo(f"→ {page}", err=True)
        if launch and click.launch(str(page)):
            click.echo("harness: no browser could be started; open that file.", err=True)


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
    from harness.report.plain import speaks_unicode
    from harness.report.text import screen

    return screen(
        grade,
        renderer.words,
        width=terminal.width(),
        colour=look.colour,
        ascii_signs=not speaks_unicode(sys.stdout.encoding),
        alone=look.alone,
    )


def code_of(grade: "Grade") -> int:
    """What a grade comes to as an exit code."""
    from harness.model import Outcome, Status

    if grade.status is not Status.GRADED:
        return 5
    return 0 if all(e.outcome is Outcome.PASSED for e in grade.exercises) else 1
