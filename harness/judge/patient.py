"""A training that is looked at for why it did not reach what it could."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from harness.judge.exam import Exam, published
from harness.model import AnswerKey, Lesson, Trained


@dataclass(frozen=True, kw_only=True, eq=False)
class Patient:
    """One training with everything that is known about it."""

    lesson: Lesson
    key: AnswerKey
    trained: Trained
    exam: Exam

    def fact(self, name: str) -> int | float | bool | None:
        """What the watch inside says, if it says anything."""
        return self.trained.facts.get(name)

    @cached_property
    def remembered(self) -> float | None:
        """The share of the familiar samples that is right; None if none were asked about."""
        answer, labels = self.trained.familiar, self.key.familiar
        if answer is None or labels is None:
            return None
        return float((published(answer, self.key) == labels).mean())


Params = Mapping[str, str | int | float | bool | None]
Symptom = Callable[[Patient], Params | None]
"""The parameters of its message, or None where it does not fit."""
