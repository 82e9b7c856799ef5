"""What `check()` returns: a table in a notebook, the check screen anywhere else."""

import shutil
import sys
from typing import Any

from harness.grade.render import Renderer
from harness.model import Grade, Outcome, Status
from harness.report.cell import cell, has_cell
from harness.report.plain import number, speaks_unicode
from harness.report.result import result, student
from harness.report.text import screen


MIME = "application/vnd.harness.result+json"
_AGAIN = 'check("{assignment}", only="{exercise}")'
_WIDEST = 100


class CheckResult:
    """How the check went. Nothing in it was asked in secret, so there is nothing to find."""

    def __init__(self, grade: Grade, renderer: Renderer) -> None:
        self._grade, self._renderer = student(grade), renderer

    @property
    def passed(self) -> bool:
        """Whether everything that was asked was answered rightly."""
        done = all(one.outcome is Outcome.PASSED for one in self._grade.exercises)
        return done and self._grade.status is Status.GRADED

    @property
    def score(self) -> int | float:
        """The points that the public questions gave."""
        return number(self._grade.score)

    @property
    def max_score(self) -> int | float:
        """The points that there are."""
        return number(self._grade.max_score)

    @property
    def data(self) -> dict[str, Any]:
        """The result as `harness check --json` writes it."""
        return result(self._grade)

    def __repr__(self) -> str:
        """The check screen, as wide as the terminal."""
        return screen(
            self._grade,
            self._renderer.words,
            width=min(shutil.get_terminal_size().columns, _WIDEST),
            ascii_signs=not speaks_unicode(getattr(sys.stdout, "encoding", None) or "utf-8"),
            again=_AGAIN,
        ).rstrip("\n")

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """For every kind of frontend; each takes the best that it knows."""
        bundle: dict[str, Any] = {"text/plain": repr(self), MIME: self.data}
        if has_cell(self._renderer.reports):
            page = cell(self._grade, self._renderer.words, self._renderer.templates)
            bundle["text/html"] = page
        return bundle
