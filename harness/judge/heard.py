"""One run of a training, with what it is judged by."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from harness.judge import drawings, reading
from harness.judge.exam import Exam, examine
from harness.model import AnswerKey, Evidence, Lesson, Trained


@dataclass(frozen=True, kw_only=True, eq=False)
class Heard:
    """One run: what was asked, what it is judged by, and what came of it."""

    lesson: Lesson
    key: AnswerKey
    evidence: Evidence

    @cached_property
    def exam(self) -> Exam | None:
        """The answers beside the labels, laid once; None where the run came to no end."""
        if not isinstance(self.evidence, Trained):
            return None
        if self.lesson.training.form == "text":
            return reading.read(self.key, self.evidence)
        if self.lesson.training.form == "drawings":
            return drawings.view(self.lesson, self.key, self.evidence)
        return examine(self.key, self.evidence)


def accuracy(heard: Heard) -> Fraction:
    """Of one run; nothing where it came to no end."""
    return Fraction(0) if heard.exam is None else heard.exam.accuracy
