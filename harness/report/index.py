"""One page for the instructor: how the class did, what to look at, and everybody in a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from harness.model import Outcome
from harness.report.cohort import BINS, Cohort, cohort
from harness.report.plain import points
from harness.report.row import Mark, Row
from harness.report.templates import Templates
from harness.report.words import Words


SIGNS = {
    Outcome.PASSED: "✓",
    Outcome.PARTIAL: "◐",
    Outcome.FAILED: "✗",
    Outcome.BLOCKED: "–",
    Outcome.VOID: "?",
}
"""Characters, not drawings: the table has fifty thousand of them."""

_BAR, _HEIGHT = 56, 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One bin of the histogram, in units of the drawing."""

    x: float
    y: float
    height: float
    count: int
    low: int
    high: int


def page(rows: Iterable[Row], words: Words, templates: Templates, *, assignment: str) -> str:
    """The overview. Reports are linked as `reports/<submission>.html` beside it."""
    seen = cohort(rows)
    return templates.render(
        "index.html.j2",
        words,
        cohort=seen,
        title=words.course("title") if "title" in words.texts else assignment,
        exercises=_columns(seen),
        bars=_bars(seen),
        signs=SIGNS,
        cell=_cell,
        marks=_marks,
        href=href,
        statuses=_statuses(seen),
    )


def href(row: Row) -> str:
    """Where the report of a row lies, seen from the overview."""
    return f"reports/{quote(row.submission, safe='')}.html"


def _columns(seen: Cohort) -> list[str]:
    """Names of exercises in the order of the handout, unreadable submissions included."""
    return list(dict.fromkeys(mark.exercise for row in seen.rows for mark in row.marks))


def _marks(row: Row, exercises: list[str]) -> list[Mark | None]:
    """One for each column; nearly always the row has just these, in this order."""
    by_name = {mark.exercise: mark for mark in row.marks}
    return [by_name.get(name) for name in exercises]


def _cell(mark: Mark) -> str:
    sign = SIGNS[mark.outcome]
    return sign if mark.outcome is Outcome.VOID else f"{sign} {points(mark.score)}"


def _statuses(seen: Cohort) -> list[str]:
    present = {"unreadable" if row.unreadable else row.status.value for row in seen.rows}
    return [one for one in ("graded", "partial", "void", "unreadable") if one in present]


def _bars(seen: Cohort) -> list[Bar]:
    most = max(*seen.histogram, 1)
    step = 100 // BINS
    return [
        Bar(
            x=index * _BAR,
            y=round(_HEIGHT - _HEIGHT * count / most, 1),
            height=round(_HEIGHT * count / most, 1),
            count=count,
            low=index * step,
            high=(index + 1) * step,
        )
        for index, count in enumerate(seen.histogram)
    ]
