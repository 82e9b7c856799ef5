"""Gradescope's results.json: a grade, or why there is none."""

import json
from typing import Any

from harness.grade.render import Renderer
from harness.model import ExerciseResult, Finding, Grade
from harness.report.plain import number, writable
from harness.report.result import student
from harness.report.text import screen


_OURS = (
    "Your work was not graded, and that is not your fault. Your teacher sees the reason below. "
    "Nobody loses points by it; your files are safe.\n"
    "你的作业没有完成评分，这不是你的错。老师能看到下面的原因。不会因此扣分，你提交的文件都在。"
)
_LATE = (
    "Grading did not come to its end in the time that there is here.\n"
    "在这里允许的时间内，评分没有完成。"
)


def results(grade: Grade, renderer: Renderer) -> str:
    """The file for a grade: built from what its student may see."""
    seen = student(grade)
    tests = [_test(exercise, renderer) for exercise in seen.exercises]
    return _text(
        {
            "score": number(seen.score),
            "execution_time": round(seen.seconds, 3),
            "output": screen(seen, renderer.words, width=100),
            "output_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": tests,
        }
    )


def failed(reason: str) -> str:
    """The file where nothing could be judged: without a score, so that nobody has one."""
    return _text(
        {
            "output": f"{_OURS}\n\n{reason}",
            "output_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
        }
    )


def missing(reason: str) -> str:
    """The file where nothing was handed in that could be graded."""
    return _text(
        {
            "score": 0,
            "output": reason,
            "output_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
        }
    )


def unfinished() -> str:
    """The file that stands there until there is a better one."""
    return failed(_LATE)


def _test(exercise: ExerciseResult, renderer: Renderer) -> dict[str, Any]:
    return {
        "name": exercise.name,
        "score": number(exercise.score),
        "max_score": number(exercise.max_score),
        "output": "\n".join(_told(finding, renderer) for finding in exercise.findings),
        "output_format": "text",
        "visibility": "visible",
    }


def _told(finding: Finding, renderer: Renderer) -> str:
    said = [f"[{finding.code}] {renderer.words.say(finding.message)}"]
    if finding.question:
        said.append(renderer.words.say(finding.question))
    return "\n".join(said)


def _text(document: dict[str, Any]) -> str:
    return writable(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"
