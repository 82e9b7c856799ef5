"""A grade as the texts that a student receives, all of them without hidden parts."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.grade.one import Grader
from harness.grade.outputs import Wanted
from harness.model import Grade, Language, Submission
from harness.report import notebook
from harness.report.html import page
from harness.report.result import dumps, student
from harness.report.templates import Templates
from harness.report.words import Words


@dataclass(frozen=True)
class Renderer:
    """Renders grades of one assignment in one language."""

    reports: Path
    language: Language
    grader: Grader

    @cached_property
    def templates(self) -> Templates:
        """The course's templates."""
        return Templates(self.reports)

    @cached_property
    def words(self) -> Words:
        """The words of the language, the course's own among them."""
        return self.templates.words(self.language, self.grader.texts)

    def wanted(self, grade: Grade) -> Wanted:
        """What is to be written for a grade."""
        seen = student(grade)
        return Wanted(grade=grade, result=dumps(seen), page=page(seen, self.words, self.templates))

    def notebook(self, grade: Grade, submission: Submission, shown: bytes) -> str:
        """A notebook with what its cells showed, for looking at."""
        source = submission.files[submission.main or ""]
        return notebook.page(grade, source, shown, self.words, self.templates)
