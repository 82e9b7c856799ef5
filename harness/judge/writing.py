"""What a model that reads writes by itself: whose words, and how varied. It costs nothing."""

from collections.abc import Mapping

import numpy as np

from harness.judge.patient import Params
from harness.model import AnswerKey, Lesson, Trained


COPIED = 50
"""More characters in a row than a text of one's own shares with another by chance."""
APART = 0.5
"""Bits of entropy by which what is written is more monotonous, or wilder, than any of its text."""
_ENOUGH = 200
"""Characters to measure an entropy by."""
_PASSAGES = 50
_MANY = 2**16


def remarks(lesson: Lesson, trained: Trained) -> Mapping[str, Params]:
    """What there is to look at, by its code."""
    told: dict[str, Params] = {}
    if (longest := copied(lesson, trained)) > COPIED:
        told["reading.copied"] = {"longest": longest}
    if (found := variety(lesson, trained)) is None:
        return told
    bits, least, most = found
    numbers = {"bits": f"{bits:.1f}", "least": f"{least:.1f}", "most": f"{most:.1f}"}
    if bits < least - APART:
        told["reading.loops"] = numbers
    if bits > most + APART:
        told["reading.babble"] = numbers
    return told


def written(lesson: Lesson, key: AnswerKey, trained: Trained) -> str:
    """What the model wrote by itself, in the letters that were published: no secret writing."""
    ids = trained.written
    if ids is None or not len(ids) or ids.min() < 0 or ids.max() >= len(key.numbers):
        return ""
    return "".join(lesson.letters[place] for place in np.argsort(key.numbers)[ids])


def copied(lesson: Lesson, trained: Trained) -> int:
    """How many characters in a row of what was written stand in the training text."""
    if trained.written is None or not len(trained.written) or trained.written.min() < 0:
        return 0
    text = lesson.feed.inputs.astype(np.uint8).tobytes()
    said = trained.written.astype(np.uint8).tobytes()
    longest = 0
    for start in range(len(said)):
        while start + longest < len(said) and said[start : start + longest + 1] in text:
            longest += 1
    return longest


def entropy(ids: np.ndarray) -> float:
    """Of the pairs of neighbours in a text, in bits (Shannon, 1948)."""
    _, counts = np.unique(ids[:-1].astype(np.int64) * _MANY + ids[1:], return_counts=True)
    share = counts / counts.sum()
    return float(-(share * np.log2(share)).sum())


def variety(lesson: Lesson, trained: Trained) -> tuple[float, float, float] | None:
    """Entropy of what was written; the least and the most of as long passages of its text."""
    said, text = trained.written, lesson.feed.inputs
    if said is None or not _ENOUGH <= len(said) < len(text):
        return None
    starts = np.linspace(0, len(text) - len(said), _PASSAGES).astype(np.int64)
    usual = [entropy(text[start : start + len(said)]) for start in starts]
    return entropy(said), min(usual), max(usual)
