"""Labels beside predictions, made from the table that counting them has to give back."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from reference.probe import Probe


Draw = Callable[[np.random.Generator], dict[str, Any]]
ONCE: tuple[Literal["float64"]] = ("float64",)
"""Whole numbers are the same question in either dtype: they are asked once."""


def table(
    rng: np.random.Generator, classes: int, *, unlabelled: tuple[int, ...] = (),
    unpredicted: tuple[int, ...] = (),
) -> np.ndarray:  # fmt: skip
    """How often which class was taken for which: no entry is 0 but those that are asked to be.

    More lies above the diagonal than below it: an exchange of the axes is seen.
    """
    counts = rng.integers(1, 5, (classes, classes)) + np.diag(rng.integers(2, 9, classes))
    counts += np.triu(rng.integers(1, 4, (classes, classes)), 1)
    counts[0] *= 2
    counts[list(unlabelled)] = 0
    counts[:, list(unpredicted)] = 0
    return np.asarray(counts)


def examples(rng: np.random.Generator, counts: np.ndarray) -> dict[str, Any]:
    """Labels and predictions in random order, as many of each pair as the table says."""
    labels, predictions = np.divmod(np.repeat(np.arange(counts.size), counts.ravel()), len(counts))
    order = rng.permutation(len(labels))
    return {"labels": labels[order], "predictions": predictions[order]}


def ordinary(rng: np.random.Generator, classes: int, **absent: Any) -> dict[str, Any]:
    """Some dozens of examples of so many classes."""
    return {**examples(rng, table(rng, classes, **absent)), "classes": classes}


def one_example(rng: np.random.Generator, *, hit: bool) -> dict[str, Any]:
    """One example of five classes, neither the first nor the last."""
    label, other = (1 + rng.permutation(3))[:2]
    return {
        "labels": np.array([label]), "predictions": np.array([label if hit else other]),
        "classes": 5,
    }  # fmt: skip


def every_other(question: dict[str, Any]) -> dict[str, Any]:
    """Every other example, seen through a view, last one first."""
    return {k: v[::-2] if isinstance(v, np.ndarray) else v for k, v in question.items()}


def frozen(question: dict[str, Any]) -> dict[str, Any]:
    """The same arrays, closed for writing."""
    for value in question.values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return question


def thousands(rng: np.random.Generator) -> dict[str, Any]:
    """Counts that fit neither in a byte nor in the eleven bits of half precision."""
    counts = table(rng, 3) + np.array([[2201, 300, 0], [0, 400, 0], [0, 0, 270]])
    counts[0, 0] |= 1
    return {**examples(rng, counts), "classes": 3}


PLAIN: dict[str, Draw] = {
    "four classes": lambda rng: ordinary(rng, 4),
    "ten classes": lambda rng: ordinary(rng, 10),
    "two classes": lambda rng: ordinary(rng, 2),
    "thousands of examples": thousands,
}

EDGES: dict[str, Draw] = {
    "a class without labels": lambda rng: ordinary(rng, 4, unlabelled=(1,)),
    "a class without predictions": lambda rng: ordinary(rng, 4, unpredicted=(2,)),
    "the last class in neither": lambda rng: ordinary(rng, 5, unlabelled=(4,), unpredicted=(4,)),
    "a class in neither": lambda rng: ordinary(rng, 6, unlabelled=(1, 3), unpredicted=(3, 5)),
    "never right": lambda rng: {
        **examples(rng, table(rng, 3) * (1 - np.eye(3, dtype=int))), "classes": 3,
    },
    "always right": lambda rng: {
        **examples(rng, table(rng, 3) * np.eye(3, dtype=int)), "classes": 3,
    },
    "one example, right": lambda rng: one_example(rng, hit=True),
    "one example, wrong": lambda rng: one_example(rng, hit=False),
}  # fmt: skip

LAYOUT: dict[str, Draw] = {
    "every other example": lambda rng: every_other(ordinary(rng, 4)),
    "read-only": lambda rng: frozen(ordinary(rng, 4)),
}


def questions(check: str, draws: dict[str, Draw], *without: str, **more: Any) -> dict[str, Probe]:
    """A probe for each way of drawing; `without` are arguments that the function does not take."""

    def asked(draw: Draw) -> Draw:
        return lambda rng: {k: v for k, v in draw(rng).items() if k not in without} | more

    return {name: Probe(check=check, dtypes=ONCE, draw=asked(draw)) for name, draw in draws.items()}


def classified(
    labels: np.ndarray, predictions: np.ndarray, classes: int | None = None, **_: Any
) -> bool:
    """As many predictions as labels, at least one, all of them numbers of classes."""
    both = np.concatenate([labels, predictions])
    fits = len(labels) == len(predictions) > 0 and both.min() >= 0
    return bool(fits and (classes is None or both.max() < classes))
