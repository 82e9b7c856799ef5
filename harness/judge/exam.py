"""Answers to test samples laid beside their labels: accuracy, its interval, what was confused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt

import numpy as np

from harness.model import AnswerKey, Glimpse, Lesson, Picture, Point, Trained


NOWHERE = -1
"""An answer that is no class: a NaN, a number outside."""
_Z = 1.96
_MOST_PICTURES = 12
_MANY = 2**15
"""More than there are classes: a float of this size is none."""


def _nothing() -> np.ndarray:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exam:
    """One training's answers to all test samples, in the numbers that classes are published by."""

    right: int
    count: int
    classes: int
    """How many there are to choose from."""
    answers: np.ndarray = field(default_factory=_nothing, repr=False)
    """`(N,)`: one for each test sample, or NOWHERE."""
    labels: np.ndarray = field(default_factory=_nothing, repr=False)
    confidences: np.ndarray | None = field(default=None, repr=False)
    """Probability of the answer, where there were scores."""
    unsteady: int = 0
    """Samples that were asked twice and answered in two ways."""
    repeated: int = 0
    curve: tuple[Point, ...] = ()
    saved: Fraction | None = None
    """Of a text: the share of an even guess's bits that is saved."""
    bits: float | None = None
    """Of a text: per character."""

    @property
    def accuracy(self) -> Fraction:
        """What is judged: the share of right answers, or of the bits that are saved."""
        return Fraction(self.right, self.count) if self.saved is None else self.saved


def examine(key: AnswerKey, trained: Trained) -> Exam:
    """The answers of one training, compared with the labels."""
    count = len(key.labels)
    order = np.concatenate(key.asked)
    told = np.concatenate([published(answer, key) for answer in trained.answers])
    sure = [confidence(answer) for answer in trained.answers]
    first = np.unique(order, return_index=True)[1]
    answers = told[first]
    later = np.ones(len(order), dtype=bool)
    later[first] = False
    return Exam(
        right=int((answers == key.labels).sum()),
        count=count,
        answers=answers,
        labels=key.labels,
        classes=len(key.numbers),
        confidences=None if any(one is None for one in sure) else _joined(sure)[first],
        unsteady=int((told[later] != answers[order[later]]).sum()),
        repeated=int(later.sum()),
        curve=tuple(point(glimpse, key) for glimpse in trained.glimpses),
    )


def published(answer: np.ndarray, key: AnswerKey) -> np.ndarray:
    """Answers in the lesson's numbers as answers in the published ones."""
    classes = chosen(answer)
    known = (classes >= 0) & (classes < len(key.numbers))
    back = np.argsort(key.numbers)
    return np.where(known, back[np.where(known, classes, 0)], NOWHERE)


def chosen(answer: np.ndarray) -> np.ndarray:
    """The class of each row: the number itself, or where the highest score stands."""
    if answer.ndim == 1:
        if answer.dtype.kind != "f":
            return answer.astype(np.int64)
        whole = (np.abs(answer) < _MANY) & (answer == np.floor(answer))
        return np.where(whole, np.where(whole, answer, 0), NOWHERE).astype(np.int64)
    fine = ~np.isnan(answer).any(axis=1) if answer.dtype.kind == "f" else np.ones(len(answer), bool)
    return np.where(fine, answer.argmax(axis=1), NOWHERE).astype(np.int64)


def confidence(answer: np.ndarray) -> np.ndarray | None:
    """The softmax probability of the highest score; None for classes without scores."""
    if answer.ndim == 1:
        return None
    scores = answer.astype(np.float64)
    return np.asarray(np.exp(-_log_sum(scores, scores.max(axis=1))))


def _log_sum(scores: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """log Σ exp(score − reference), by row."""
    with np.errstate(all="ignore"):
        return np.asarray(np.log(np.exp(scores - reference[:, None]).sum(axis=1)))


def point(glimpse: Glimpse, key: AnswerKey) -> Point:
    """Accuracy and loss on the watched samples at one moment."""
    labels = key.labels[key.watched]
    answer = glimpse.answer
    accuracy = float((published(answer, key) == labels).mean())
    finite = bool(np.isfinite(answer).all())
    loss = None
    if finite and answer.ndim > 1 and answer.shape[1] >= len(key.numbers):
        scores = answer.astype(np.float64)
        there = scores[np.arange(len(scores)), key.numbers[labels]]
        mean = float(_log_sum(scores, there).mean())
        loss = mean if np.isfinite(mean) else None
    return Point(drawn=glimpse.drawn, accuracy=accuracy, loss=loss, finite=finite)


def wilson(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, Probable inference, 1927)."""
    share, z = right / count, _Z
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2)
    return max(0.0, middle - half), min(1.0, middle + half)


def confusion(exam: Exam) -> tuple[tuple[int, ...], ...]:
    """Rows: the right class; columns: the answer. What is no class is left out."""
    table = np.zeros((exam.classes, exam.classes), dtype=np.int64)
    known = exam.answers != NOWHERE
    np.add.at(table, (exam.labels[known], exam.answers[known]), 1)
    return tuple(tuple(int(n) for n in row) for row in table)


def pictures(exam: Exam, lesson: Lesson, key: AnswerKey) -> tuple[Picture, ...]:
    """The wrong answers that were surest, as the images are; of trees there are no pictures."""
    if lesson.training.form == "trees":
        return ()
    wrong = np.flatnonzero((exam.answers != exam.labels) & (exam.answers != NOWHERE))
    if exam.confidences is not None:
        wrong = wrong[np.argsort(-exam.confidences[wrong], kind="stable")]
    order, flat = np.concatenate(key.asked), lesson.questions
    places = {int(image): place for place, image in reversed(list(enumerate(order)))}
    ends = np.cumsum([len(part) for part in key.asked])
    found = []
    for image in wrong[:_MOST_PICTURES]:
        place = places[int(image)]
        part = int(np.searchsorted(ends, place, side="right"))
        pixels = flat[part][place - (int(ends[part - 1]) if part else 0)]
        found.append(_picture(pixels, exam, int(image)))
    return tuple(found)


def _picture(pixels: np.ndarray, exam: Exam, image: int) -> Picture:
    if pixels.ndim == 1:
        side = int(sqrt(len(pixels)))
        pixels = pixels.reshape(1, side, side)
    channels, height, width = pixels.shape
    sure = None if exam.confidences is None else float(exam.confidences[image])
    return Picture(
        pixels=np.ascontiguousarray(pixels.transpose(1, 2, 0)).tobytes(),
        height=height,
        width=width,
        channels=channels,
        label=int(exam.labels[image]),
        answer=int(exam.answers[image]),
        confidence=sure if sure is not None and np.isfinite(sure) else None,
    )


def _joined(parts: Sequence[np.ndarray | None]) -> np.ndarray:
    return np.concatenate([part for part in parts if part is not None])
