"""Gradescope's results.json: a grade, or why there is none."""

import json
from typing import Any

from harness.grade.render import Renderer
from harness.model import Grade
from harness.report.formats import FORMATS, see
from harness.report.plain import writable


_OURS = (
    "Your work was not graded, and that is not your fault. Your teacher sees the reason below. "
    "Nobody loses points by it; your files are safe.\n"
    "你的作业没有完成评分，这不是你的问题。老师能看到下面的原因。不会因此扣分，你提交的文件都在。"
)
_LATE = (
    "Grading did not come to its end in the time that there is here.\n"
    "在这里允许的时间内，评分没有完成。"
)


def results(grade: Grade, renderer: Renderer) -> str:
    """The file for a grade: built from what its student may see."""
    return FORMATS["gradescope"].write(see(grade, renderer.words, renderer.templates))


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


def _text(document: dict[str, Any]) -> str:
    return writable(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"
