"""Exercises as tests: in a kit, `pytest` shows each of them as one item, and why it fails.

    harness-kit.toml::activations::relu PASSED
    harness-kit.toml::activations::softmax FAILED        with the screen of `harness check`

It does nothing where no `harness-kit.toml` is collected and no `harness` stands in the settings of
pytest; in a course without a kit, `harness = activations` there makes tests of `activations.py`.
"""

from collections.abc import Iterator, Sequence
from contextlib import chdir
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest


if TYPE_CHECKING:
    from harness.grade import Grader, Recipe
    from harness.model import ExerciseResult, Grade

MARKER = "harness-kit.toml"
"""As in `harness.ask`, which a run that has nothing to do with us does not import."""
_FORMS = (".py", ".ipynb")
_WIDTH = 100


class Wrong(Exception):  # noqa: N818  # what a test says of an exercise is no error of ours
    """An exercise that did not pass, in the words of its screen."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option and one setting, both without effect where there is nothing of ours."""
    group = parser.getgroup("harness", "exercises as tests (dl-harness)")
    group.addoption(
        "--harness-fast", action="store_true", help="Leave out what is trained, as check --fast."
    )
    parser.addini("harness", "Assignments whose submission is shown as tests.", "args", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "pytest.Collector | None":
    """A kit's marker, or a submission that the settings name."""
    if file_path.name == MARKER:
        return _Kit.from_parent(parent, path=file_path)
    named = parent.config.getini("harness")
    if file_path.stem in named and file_path.suffix in _FORMS:
        return _Work.from_parent(parent, path=file_path)
    return None


class _Kit(pytest.File):
    """A kit, whose assignment says which file is the submission."""

    def collect(self) -> "Iterator[pytest.Collector]":
        import tomllib  # noqa: PLC0415  # only where there is something to do

        try:
            slug = tomllib.loads(self.path.read_text(encoding="utf-8"))["assignment"]
        except (OSError, ValueError, KeyError) as error:
            raise self.CollectError(f"{self.path}: this is no marker of a kit: {error}") from error
        yield _Assignment.from_parent(self, name=str(slug), folder=self.path.parent, kit=True)


class _Work(pytest.File):
    """A submission that the settings of pytest name."""

    def collect(self) -> "Iterator[pytest.Collector]":
        yield _Assignment.from_parent(
            self, name=self.path.stem, folder=self.path.parent, work=self.path
        )


class _Assignment(pytest.Collector):
    """One assignment; it is checked when the first of its tests runs."""

    def __init__(
        self, *, folder: Path, kit: bool = False, work: Path | None = None, **rest: Any
    ) -> None:
        super().__init__(**rest)
        self.folder, self.kit, self.work = folder, kit, work

    def collect(self) -> "Iterator[pytest.Item]":
        from harness.model import HarnessError  # noqa: PLC0415

        try:
            names = [one.name for one in self.grader(None).exercises]
        except HarnessError as error:
            raise self.CollectError(str(error)) from error
        for name in names:
            yield _Exercise.from_parent(self, name=name)

    def recipe(self, only: Sequence[str] | None) -> "Recipe":
        from harness import ask, sandbox  # noqa: PLC0415
        from harness.cli.options import spoken  # noqa: PLC0415
        from harness.grade import Recipe  # noqa: PLC0415

        fast = self.config.getoption("harness_fast")
        return Recipe(
            course=ask.find(self.folder if self.kit else None).root,
            slug=self.name,
            sandbox=sandbox.choose("auto").name,
            secret=None,
            language=spoken("auto"),
            only=None if only is None else tuple(only),
            trainings="none" if fast else "slice",
        )

    def grader(self, only: Sequence[str] | None) -> "Grader":
        return self.recipe(only).grader()

    @cached_property
    def found(self) -> Path | None:
        """The file that the student works on."""
        if self.work is not None:
            return self.work
        files = (self.folder / f"{self.name}{suffix}" for suffix in _FORMS)
        return next((file for file in files if file.is_file()), None)

    @cached_property
    def checked(self) -> "tuple[Grade, Recipe, Grader]":
        """The grade of all exercises that are among the tests of this run."""
        from harness import ask, intake  # noqa: PLC0415

        mine = [one.name for one in self.session.items if one.parent is self]
        recipe = self.recipe(mine)
        grader = recipe.grader()
        starters = ask.starters(grader.assignment)
        with chdir(self.folder):  # where a student would type `harness check`
            submission = intake.one(self.work, self.name, starters=starters)
        return grader.grade(submission), recipe, grader


class _Exercise(pytest.Item):
    """One exercise: it passes if it has all of its points."""

    parent: _Assignment

    def runtest(self) -> None:
        from harness.model import Outcome  # noqa: PLC0415

        grade, *_ = self.parent.checked
        result = next(one for one in grade.exercises if one.name == self.name)
        if result.outcome is Outcome.VOID:
            pytest.skip(f"not judged, which is not your fault:\n{self.screen(result)}")
        if result.outcome is not Outcome.PASSED:
            raise Wrong(self.screen(result))

    def screen(self, result: "ExerciseResult") -> str:
        """What `harness check` would show if this exercise were the only one."""
        from dataclasses import replace  # noqa: PLC0415

        from harness.report.text import screen  # noqa: PLC0415

        grade, recipe, grader = self.parent.checked
        alone = replace(grade, exercises=(result,), score=result.score, max_score=result.max_score)
        text = screen(alone, recipe.renderer(grader).words, width=_WIDTH)
        return text.partition("\n\n")[2].strip()  # pytest has said whose work it is, and on what

    def repr_failure(
        self, excinfo: "pytest.ExceptionInfo[BaseException]", style: Any = None
    ) -> Any:
        """The screen alone: there is no frame of the student's to be shown."""
        from harness.model import HarnessError  # noqa: PLC0415

        if isinstance(excinfo.value, Wrong | HarnessError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the student defines it, so that a test explorer can go there."""
        work = self.parent.found
        title = f"{self.parent.name}::{self.name}"
        if work is None:
            return self.path, None, title
        return work, _line(work, self.name), title


def _line(work: Path, name: str) -> int | None:
    """The line, counted from 0, in which a module defines the name."""
    from harness.cli.places import lines  # noqa: PLC0415

    found = lines(work.read_bytes(), [name]).get(name) if work.suffix == ".py" else None
    return None if found is None else found - 1
