"""Draws a training on a text: secretly renamed characters, and rows that are read to the end.

Every character gets another one's name, so that weights which were trained on the language, or on
this very text, are worth nothing. The held-out text is cut into rows that are read side by side,
one character of each at a time: nothing later is in the process when a character is predicted.
"""

from fractions import Fraction
from math import log2

import numpy as np

from harness.model import AnswerKey, Budget, Dataset, Feed, Lesson, Training
from harness.plan import ngrams
from harness.plan.seed import Seed


CONTEXT = 32
"""Characters that every row begins with, unscored: no state is at its best at once."""
_ROWS = 100, 400
"""At least and at most."""
_LENGTH = 250
"""Of a row, about."""
_WATCHED = 24
_FAMILIAR = 2_000
_FEW = 2_000


def text_lesson(  # noqa: PLR0913, PLR0917  # as `lesson`
    exercise: str, training: Training, data: Dataset, seed: Seed, attempt: int, canary: int
) -> tuple[Lesson, AnswerKey]:
    """The training with its `attempt`th seed, and what it is judged by.

    The attempt `canary` is one with two thousand characters, and each that occurs at all.
    """
    rng = seed.generator("training", exercise, training.check, str(attempt))
    budget = training.budget(sliced=data.slice)
    train = data.x_train
    if attempt == canary:
        train = np.concatenate([np.arange(data.classes, dtype=np.uint8), train[:_FEW]])
    numbers = rng.permutation(data.classes)
    called = numbers.astype(np.uint8)
    rows, targets = _rows(data)
    places = rng.permutation(rows.size)[:_FAMILIAR]
    starts = rng.integers(0, len(train) - 2 * CONTEXT, _WATCHED)
    watched = train[starts[:, np.newaxis] + np.arange(CONTEXT + 1)]
    made = Lesson(
        exercise=exercise,
        training=training,
        attempt=attempt,
        seed=int(rng.integers(2**31)),
        feed=Feed(
            inputs=called[train],
            labels=numbers[train].astype(np.int64),
            samples=len(train),
            seed=int(rng.integers(2**63)),
        ),
        before=None,
        questions=tuple(called[column] for column in rows.T),
        watched=called[watched[:, :-1]],
        familiar=called[rows.ravel()[places]],
        letters=data.letters,
        seconds=budget.seconds,
    )
    return made, AnswerKey(
        labels=targets.T.astype(np.int64),
        numbers=numbers,
        asked=tuple(np.arange(len(rows)) for _ in rows.T),
        watched=watched[:, 1:].astype(np.int64),
        familiar=targets.ravel()[places].astype(np.int64),
        unscored=CONTEXT - 1,
    )


def _rows(data: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """What is read, (rows, time), and the character that follows each."""
    test = data.x_test
    count = min(max(_ROWS[0], len(test) // _LENGTH), _ROWS[1])
    length = len(test) // count
    text = np.concatenate([data.x_train[-CONTEXT:], test[: count * length]])
    starts = np.arange(count)[:, np.newaxis] * length
    reads = starts + np.arange(CONTEXT + length - 1)
    return text[reads], text[reads + 1]


def landmarks(data: Dataset) -> tuple[float, ...]:
    """What n-grams reach on the held-out text, in bits per character, by characters of context."""
    return ngrams.bits(data.x_train, data.x_test, data.classes)


def marked(budget: Budget, data: Dataset) -> Budget:
    """Points begin where pairs of characters are, and are complete at the best n-gram.

    Shares are of the bits of an even guess: see `Tuition.bits`.
    """
    reached = landmarks(data)
    even = log2(data.classes)
    passing, full = (Fraction(str(round(1 - one / even, 6))) for one in (reached[1], min(reached)))
    return Budget(samples=len(data.x_train), passing=passing, full=full, seconds=budget.seconds)
