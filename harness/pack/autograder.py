"""What `run_autograder` runs on Gradescope: one submission into `results/results.json`.

    ROOT/source/autograder.toml     what is graded, and behind which walls
    ROOT/source/course/             the course; ROOT/source/secret what hidden questions come from
    ROOT/submission/                what was handed in
    ROOT/results/results.json       what came of it

A result without a score is what Gradescope takes for a failure of its own: nobody is graded by it.
That is what is written where the submission could not be judged; zeros are for wrong work only.
"""

import sys
import tomllib
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness import ask, intake, sandbox
from harness.grade import Recipe
from harness.model import Grade, NothingToGradeError, Status, Submission
from harness.pack.results import failed, missing, results


def main(root: Path) -> int:
    """Grade what lies in `submission`; the exit code is 0 if there is a grade."""
    try:
        text, code = _graded(root)
    except NothingToGradeError as error:
        text, code = missing(str(error)), 0
    except Exception as error:  # noqa: BLE001  # whatever it is, it is ours, and somebody has to know
        traceback.print_exc()
        text, code = failed(f"{type(error).__name__}: {error}"), 1
    _write(root / "results" / "results.json", text)
    return code


def _graded(root: Path) -> tuple[str, int]:
    source = root / "source"
    asked = tomllib.loads((source / "autograder.toml").read_text(encoding="utf-8"))
    recipe = Recipe(
        course=source / "course",
        slug=asked["assignment"],
        sandbox=sandbox.choose("auto", sandbox.LEVELS[asked["isolation"]]).name,
        secret=(source / "secret").read_bytes(),
        language=asked["language"],
    )
    grader = recipe.grader()
    handed_in = _submission(root / "submission", asked, ask.starters(grader.assignment))
    grade = grader.grade(handed_in)
    if grade.status is Status.VOID:
        return failed(_reason(grade)), 1
    return results(grade, recipe.renderer(grader)), 0


def _submission(folder: Path, asked: Mapping[str, Any], starters: tuple[bytes, ...]) -> Submission:
    if not any(folder.iterdir()):
        raise NothingToGradeError("Nothing was handed in: the folder of the submission is empty.")
    return intake.one(folder, asked["assignment"], starters=starters)


def _reason(grade: Grade) -> str:
    found = [one for exercise in grade.exercises for one in exercise.findings]
    reasons = (one.message.params.get("reason") for one in (*grade.findings, *found))
    return next((str(one) for one in reasons if one), "no reason is known")


def _write(file: Path, text: str) -> None:
    """The whole text or what was there before, never half of it."""
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
