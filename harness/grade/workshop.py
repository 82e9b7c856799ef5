"""How to set up a place where grading happens, in this process or in another one."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from harness import ask, sandbox
from harness.grade.one import Grader
from harness.grade.outputs import Wanted
from harness.grade.render import Renderer
from harness.model import Gpu, Language, Notebooks, Sandbox, Submission, Trainings, UsageError


NEVER = "here"
"""The backend that is for a student's own check alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All that a worker process has to be told. Oracles travel by name, never as objects."""

    course: Path
    slug: str
    sandbox: str
    secret: bytes | None
    language: Language
    only: tuple[str, ...] | None = None
    rendered: bool = True
    """Whether reports are wanted, or the grade alone."""
    notebooks: Notebooks = "fast"
    trainings: Trainings = "best"
    gpu: Gpu = "auto"

    def grader(self, box: Sandbox | None = None) -> Grader:
        """Somebody who can grade, in the sandbox of that name or in one that has none."""
        course, box = ask.Course(self.course), box or sandbox.choose(self.sandbox)
        if self.secret is not None and box.name == NEVER:
            raise UsageError(
                "Nothing keeps submissions apart from their judge on this system, so nothing is "
                "graded here; harness check works. Grade on Linux: harness doctor says how."
            )
        return Grader(
            course,
            replace(ask.read(course, self.slug), notebooks=self.notebooks),
            box,
            self.secret,
            only=self.only,
            trainings=self.trainings,
            gpu_wish=self.gpu,
        )

    def door(self) -> object:
        """Where worker processes find what this process has prepared for all of them."""
        grader = self.grader()
        return sandbox.door(grader.sandbox, grader.assignment)

    def renderer(self, grader: Grader) -> Renderer:
        """Somebody who can write down what was graded."""
        return Renderer(ask.Course(self.course).reports, self.language, grader)


@dataclass(frozen=True)
class Workshop:
    """A grader and a renderer at one table."""

    recipe: Recipe

    @cached_property
    def grader(self) -> Grader:
        """Made when the first submission comes."""
        return self.recipe.grader()

    @cached_property
    def renderer(self) -> Renderer:
        """Made when the first grade is known."""
        return self.recipe.renderer(self.grader)

    def make(self, submission: Submission) -> Wanted:
        """Grade a submission and write down what its student receives."""
        graded = self.grader.graded(submission)
        if not self.recipe.rendered:
            return Wanted(graded.grade)
        wanted = self.renderer.wanted(graded.grade)
        if graded.shown is None:
            return wanted
        return replace(
            wanted, notebook=self.renderer.notebook(graded.grade, submission, graded.shown)
        )
