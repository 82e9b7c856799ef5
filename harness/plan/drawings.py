"""Draws a training of a model that draws: images turned over in secret, and how many to draw anew.

All images are turned over alike, left to right, upside down, both or not at all: what somebody
brings along does not fit, and what is learned from the images shown fits as ever. New images are
asked for in portions of many sizes, each with a seed of its own, and once more with one of these.
"""

import numpy as np

from harness.model import AnswerKey, Dataset, Feed, Lesson, Training
from harness.plan.seed import Seed


PORTIONS = (1, 7, 64, 64, 128, 236, 500)
TWICE = 64
"""The size of two portions: the first of them is asked for again."""
_INK = 127
"""Above which a pixel is white: a half of 255."""
_FEW = 100


def drawing_lesson(  # noqa: PLR0913, PLR0917  # as `lesson`
    exercise: str, training: Training, data: Dataset, seed: Seed, attempt: int, canary: int
) -> tuple[Lesson, AnswerKey]:
    """The training with its `attempt`th seed, and what it is judged by."""
    rng = seed.generator("training", exercise, training.check, str(attempt))
    budget = training.budget(sliced=data.slice)
    down, across = (int(step) for step in rng.choice((1, -1), 2))
    turn = (slice(None), slice(None), slice(None, None, down), slice(None, None, across))
    order = rng.permutation(len(data.x_train))[: _FEW if attempt == canary else None]
    real = rng.permutation(len(data.x_test))[: sum(PORTIONS)]
    portions = [(int(count), int(rng.integers(2**31))) for count in rng.permutation(PORTIONS)]
    again = next(one for one in portions if one[0] == TWICE)
    made = Lesson(
        exercise=exercise,
        training=training,
        attempt=attempt,
        seed=int(rng.integers(2**31)),
        feed=Feed(
            inputs=np.ascontiguousarray(data.x_train[order][turn]),
            labels=data.y_train[order].astype(np.int64),
            samples=len(order),
            seed=int(rng.integers(2**63)),
        ),
        before=None,
        questions=(),
        watched=data.x_test[:0],
        drawings=(*portions, again),
        seconds=budget.seconds,
    )
    return made, AnswerKey(
        labels=data.y_test[real].astype(np.int64),
        numbers=np.arange(data.classes),
        asked=(),
        watched=np.zeros(0, np.int64),
        turned=(down, across),
        real=(data.x_test[real][turn][:, 0] > _INK).astype(np.uint8),
    )
