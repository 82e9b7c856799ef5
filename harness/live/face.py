"""From what a student writes in a cell to what is shown below it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from harness import ask
from harness.grade import Recipe
from harness.live.borrowed import borrowed
from harness.live.desk import Desk
from harness.live.place import label
from harness.live.shown import CheckResult
from harness.model import Assignment, Finding, Language, Message, Submission
from harness.report.hints import hinted
from harness.sandbox.live import Live, undisturbed


_DESK = Desk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be checked, and how much is to be told."""

    slug: str
    only: tuple[str, ...]
    hints: int
    fast: bool
    """Without trainings."""
    language: Language
    course: Path | None


def checked(wish: Wish, names: Mapping[str, Any]) -> CheckResult:
    """What stands under the exercises' names, judged by the questions that everybody may see."""
    course = ask.find(wish.course, kits=True)
    with undisturbed(), _DESK.sitting(course, wish.slug):
        recipe = Recipe(
            course=course.root,
            slug=wish.slug,
            sandbox="",
            secret=None,
            language=wish.language,
            only=wish.only or None,
            trainings="none" if wish.fast else "slice",
            gpu="none",
        )
        grader = _DESK.grader(recipe, Live(names))
        ask.among(grader.assignment, wish.only)
        renderer = recipe.renderer(grader)
        called = label(names) or renderer.words.name("place.notebook", "notebook")
        grade = grader.grade(_work(called, names, grader.assignment))
        asked = sum((one.max_score for one in grade.exercises), Fraction(0))
        return CheckResult(hinted(replace(grade, max_score=asked), wish.hints), renderer)


def _work(called: str, names: Mapping[str, Any], assignment: Assignment) -> Submission:
    """Nothing of it is in files: it is where it is."""
    return Submission(
        name="notebook",
        label=called,
        files={},
        main=None,
        digest="",
        findings=tuple(
            Finding(
                code="live.package",
                kind="forbidden",
                message=Message(id="live.package", params={"package": package}),
            )
            for package in borrowed(names, assignment.without)
        ),
    )
