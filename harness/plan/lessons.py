"""Draws a training from a secret seed: renumbered classes, orders, batches of test samples.

The labels of published sets are public, so a submission could bring them along, or weights that
were trained on them. Classes are therefore renumbered by a secret permutation: what was not
learned from the loader's own labels is worth nothing, and honest work loses nothing. Where the
labels follow a rule that the handout tells, the lesson follows another one: see `tables`.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from harness.model import AnswerKey, CourseError, Dataset, Feed, Form, Lesson, Training, View
from harness.plan import drawings, tables, texts
from harness.plan.seed import Seed


WATCHED = 300
CANARY, FEW = -1, 100
VIEWS = (
    View(name="0 … 255", scale=255.0, shift=0.0),
    View(name="−1 … 1", scale=2.0, shift=-1.0),
    View(name="mean 0, deviation 1", scale=1 / 0.3081, shift=-0.1307 / 0.3081),
    View(name="mean 0, deviation 1", scale=4.0, shift=-1.9),
    View(name="1 − x", scale=-1.0, shift=1.0),
)
"""What a model may have been trained on where the images that it is judged on are in [0, 1]."""
_FITTING: Mapping[int, tuple[Form, ...]] = {1: ("text",), 2: ("trees",)}
"""By the number of axes of all samples together."""
_SIZES = (1, 2, 7, 31, 64, 100, 129, 256)
"""Of batches of test samples."""
_SMALL = (1, 2, 4)
_AGAIN = 50
"""One in so many test samples is asked a second time, with few others or none beside it.

Where an answer depends on the rest of the batch, that is where it shows.
"""


def lesson(
    exercise: str, training: Training, data: Dataset, seed: Seed, attempt: int
) -> tuple[Lesson, AnswerKey]:
    """The training with its `attempt`th seed, and what it is judged by. The data is `formed`.

    The attempt `CANARY` is one with a hundred samples: what knows more than the loader shows is
    much better in it than what learns from them.
    """
    if training.form == "text":
        return texts.text_lesson(exercise, training, data, seed, attempt, CANARY)
    if training.form == "drawings":
        return drawings.drawing_lesson(exercise, training, data, seed, attempt, CANARY)
    rng = seed.generator("training", exercise, training.check, str(attempt))
    budget = training.budget(sliced=data.slice)
    if attempt == CANARY:
        few = rng.permutation(len(data.x_train))[:FEW]
        data = replace(data, x_train=data.x_train[few], y_train=data.y_train[few])
    numbers = rng.permutation(data.classes)
    train, test = data.x_train, data.x_test
    asked = _asked(len(test), rng)
    watched = rng.permutation(len(test))[:WATCHED]
    are_trees = training.form == "trees"
    if are_trees:
        data = _by_another_table(data, rng)
    familiar = rng.permutation(len(train))[:WATCHED] if are_trees else None
    made = Lesson(
        exercise=exercise,
        training=training,
        attempt=attempt,
        seed=int(rng.integers(2**32)),
        feed=_feed(train, numbers[data.y_train], budget.samples, rng),
        before=_feed(train, rng.permutation(data.classes)[data.y_train], training.before, rng)
        if training.before
        else None,
        questions=tuple(test[chosen] for chosen in asked),
        watched=test[watched],
        views=() if are_trees else VIEWS,
        familiar=None if familiar is None else train[familiar],
        seconds=budget.seconds,
    )
    return made, AnswerKey(
        labels=data.y_test,
        numbers=numbers,
        asked=asked,
        watched=watched,
        familiar=None if familiar is None else data.y_train[familiar],
    )


def formed(data: Dataset, form: Form) -> Dataset:
    """The set as the handout has it: rows of pixels, channels first, or written trees."""
    fitting = _FITTING.get(data.x_train.ndim, ("flat", "images", "drawings"))
    if form not in fitting:
        raise CourseError(
            f'a training on {data.name} asks for the form "{form}", which is none of this set: '
            'images are "flat", "images" or "drawings", written trees are "trees", characters are '
            '"text".'
        )
    return replace(data, x_train=_formed(data.x_train, form), x_test=_formed(data.x_test, form))


def _by_another_table(data: Dataset, rng: np.random.Generator) -> Dataset:
    table = tables.drawn(rng)
    return replace(data, y_train=table.labels(data.x_train), y_test=table.labels(data.x_test))


def _formed(images: np.ndarray, form: Form) -> np.ndarray:
    if form in {"trees", "text"}:
        return images
    if form == "flat":
        return images.reshape(len(images), -1)
    if images.ndim == 3:  # noqa: PLR2004 - height and width, and no channels
        return images[:, None]
    return np.ascontiguousarray(images.transpose(0, 3, 1, 2))


def _feed(inputs: np.ndarray, labels: np.ndarray, samples: int, rng: np.random.Generator) -> Feed:
    seed = int(rng.integers(2**63))
    return Feed(inputs=inputs, labels=labels.astype(np.int64), samples=samples, seed=seed)


def _asked(count: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Every test sample once in batches of many sizes, some again in small ones, all shuffled."""
    batches = _parts(rng.permutation(count), _SIZES, rng)
    batches += _parts(rng.permutation(count)[: count // _AGAIN], _SMALL, rng)
    return tuple(batches[place] for place in rng.permutation(len(batches)))


def _parts(order: np.ndarray, sizes: tuple[int, ...], rng: np.random.Generator) -> list[np.ndarray]:
    ends = np.cumsum(rng.choice(sizes, len(order)))
    return [part for part in np.split(order, ends[ends < len(order)]) if len(part)]
