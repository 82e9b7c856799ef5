"""What a notebook shows below the cell that asked: a fragment that its sanitizer leaves whole."""

from pathlib import Path

from harness.model import Grade
from harness.report.html import shown
from harness.report.reading import after, before, is_absent, notes, summary
from harness.report.result import student
from harness.report.templates import Templates
from harness.report.words import Words


_TEMPLATE = "cell.html.j2"
_LIMIT, _MOST = 2_000, 10
"""Characters of one piece of text, and findings of one exercise: it stands between cells."""


def has_cell(folder: Path) -> bool:
    """Whether a course's reports know what a notebook shows; older ones do not."""
    return (folder / _TEMPLATE).is_file()


def cell(grade: Grade, words: Words, templates: Templates) -> str:
    """The table below a cell, built from what a student may see and from nothing else."""
    grade = student(grade)
    reading = summary(grade)
    idle = reading.is_void or reading.is_unreadable
    absent = [one for one in reading.open if is_absent(one)]
    return templates.render(
        _TEMPLATE,
        words,
        grade=grade,
        reading=reading,
        open=[one for one in reading.open if one not in absent and (one.findings or not idle)],
        absent=absent,
        title=words.course("title") if "title" in words.texts else grade.assignment,
        before=before(grade.findings),
        after=after(grade.findings),
        shown=shown,
        notes=notes,
        limit=_LIMIT,
        most=_MOST,
    ).strip()
