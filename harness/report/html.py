"""One self-contained page for one submission: no script, nothing loaded, the same bytes again."""

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from urllib.parse import quote

from harness.model import ExerciseResult, Finding, Grade, Tuition
from harness.report import curve
from harness.report.plain import SHOWN
from harness.report.reading import after, before, change, costly, is_absent, judged, notes, summary
from harness.report.result import student
from harness.report.templates import Templates
from harness.report.words import Words


@dataclass(frozen=True, slots=True)
class Piece:
    """One exercise in the strip that shows where the points are, in thousandths of its width."""

    outcome: str
    x: float
    width: float
    filled: float


CAP = 1_000_000
"""Bytes of a page; only somebody who tries comes near."""

_LIMITS = ((SHOWN, 100), (1_000, 20), (100, 2))
"""Characters of one piece of text, findings of one exercise: fewer, if the page is too large."""


def page(grade: Grade, words: Words, templates: Templates) -> str:
    """The report of a submission, built from what a student may see and from nothing else."""
    grade = student(grade)
    text = ""
    for limit, most in _LIMITS:
        text = _page(grade, words, templates, limit, most)
        if len(text.encode()) <= CAP:
            break
    return text


def _page(grade: Grade, words: Words, templates: Templates, limit: int, most: int) -> str:
    reading = summary(grade)
    idle = reading.is_void or reading.is_unreadable
    absent = [one for one in reading.open if is_absent(one)]
    opened = [one for one in reading.open if one not in absent and (one.findings or not idle)]
    return templates.render(
        "student.html.j2",
        words,
        grade=grade,
        reading=reading,
        open=opened,
        absent=absent,
        told={one.name for one in (*opened, *absent, *reading.passed)},
        title=words.course("title") if "title" in words.texts else grade.assignment,
        strip=_strip(grade),
        noted=any(map(notes, reading.passed)),
        notes=notes,
        before=before(grade.findings),
        after=after(grade.findings),
        changes=tuple(map(change, grade.adjustments)),
        judged=judged(grade),
        together=sum((one.score for one in grade.exercises), Fraction(0)),
        shown=shown,
        curve=curve,
        names=partial(_names, words),
        pictures=any(
            one.errors or one.drawn for exercise in grade.exercises for one in exercise.tuitions
        ),
        notebook=_href(grade),
        limit=limit,
        most=most,
    )


def _names(words: Words, tuition: Tuition) -> list[str]:
    """What the classes of a set are called; digits are called by their number."""
    count = max([len(tuition.confusion), *(1 + one.label for one in tuition.drawn)])
    return [words.name(f"class.{tuition.data}.{n}", str(n)) for n in range(count)]


def _href(grade: Grade) -> str | None:
    """Where the executed notebook lies, seen from the report, if there is one."""
    name = quote(grade.submission, safe="", errors="replace")
    return f"../notebooks/{name}.html" if grade.artefact else None


def shown(exercise: ExerciseResult) -> tuple[Finding, ...]:
    """What cost points, then the remarks; that a check waits is only said if nothing else is."""
    waiting = tuple(one for one in exercise.findings if one.costs)[:1]
    return (costly(exercise) or waiting) + notes(exercise)


def _strip(grade: Grade) -> list[Piece]:
    """Widths in proportion to points, with gaps."""
    gap, total = 6, sum(float(one.max_score) for one in grade.exercises)
    if total <= 0:
        return []
    room = 1000 - gap * (len(grade.exercises) - 1)
    pieces, x = [], 0.0
    for one in grade.exercises:
        width = room * float(one.max_score) / total
        filled = width * float(one.score / one.max_score) if one.max_score else 0.0
        pieces.append(Piece(one.outcome, round(x, 2), round(width, 2), round(filled, 2)))
        x += width + gap
    return pieces
