"""Rows, labels and points on which every right reading of the perceptron is far from a tie.

A rate of 0.1 changes no decision of the perceptron, but it rounds, and rounding breaks ties. So
rows are dyadic and are drawn again until no score of any accepted reading comes near another one,
save where two classes have the same weights: there it is the reading that decides.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Literal, NamedTuple

import numpy as np


Tie = Literal["lowest", "highest", "mistake"]
Runs = Sequence[Any]
"""Pairs (rows, epochs): fresh objects that learn from so many rows, so often."""
GRID = 64
"""Numbers are whole multiples of 1/64: three products of them are exact in float32."""
NEAR = 1 / 512
"""Scores nearer than this are taken for tied; weights are sums of rows of about 1."""
PATIENCE = 400
"""Draws before it is said that a question cannot be drawn."""


class Reading(NamedTuple):
    """One right way to read the rule."""

    apart: bool
    """Whether every class stands against the rest, with a threshold of its own."""
    tie: Tie
    last: bool
    """Whether the last of tied classes wins, or is the rival that a tie is lost to."""


TIES: tuple[Tie, ...] = ("lowest", "highest", "mistake")
READINGS = tuple(
    Reading(apart, tie, last)
    for apart, tie, last in product((False, True), TIES, (False, True))
    if apart or tie == "mistake" or last == (tie == "highest")
)
"""Two thresholds, and a tie as a mistake, among all classes; the same one against the rest."""


def won(scores: np.ndarray, *, last: bool) -> int:
    """The first or the last of the classes with the highest score."""
    best = np.flatnonzero(scores == scores.max())
    return int(best[-1 if last else 0])


def step(scores: np.ndarray, label: int, reading: Reading) -> np.ndarray:
    """What each class makes of the row: +1, −1, or 0."""
    sign = np.where(np.arange(len(scores)) == label, 1, -1)
    if reading.apart:
        decided = {"lowest": scores > 0, "highest": scores >= 0, "mistake": sign * scores <= 0}
        wrong = (
            decided["mistake"] if reading.tie == "mistake" else decided[reading.tie] != (sign > 0)
        )
        return np.where(wrong, sign, 0)
    rivals = np.where(sign > 0, -np.inf, scores)
    lost = won(rivals if reading.tie == "mistake" else scores, last=reading.last)
    right = scores[label] > rivals.max() if reading.tie == "mistake" else lost == label
    return np.zeros(len(scores)) if right else (sign > 0) * 1.0 - (np.arange(len(scores)) == lost)


def walked(
    x: np.ndarray, y: np.ndarray, classes: int, epochs: int, reading: Reading
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Weights with the bias in the last column, before each row and after the last one; scores."""
    weights, rows = np.zeros((classes, x.shape[1] + 1)), np.c_[x, np.ones(len(x))]
    for row, label in zip(np.tile(rows, (epochs, 1)), np.tile(y, epochs), strict=True):
        scores = weights @ row
        yield weights, scores
        weights = weights + np.outer(step(scores, int(label), reading), row)
    yield weights, np.zeros(classes)


def clear(weights: np.ndarray, scores: np.ndarray, near: float, *, apart: bool) -> Any:
    """Whether no score that could win is near another one, or near 0; a row of scores for a point.

    Classes with equal weights are no near miss, nor is one that was never moved.
    """
    best = scores.argmax(axis=-1, keepdims=True)
    gaps = np.take_along_axis(scores, best, axis=-1) - scores
    unlike = (weights[best[..., 0]][..., None, :] != weights).any(axis=-1)
    decided = ~(unlike & (gaps < near)).any(axis=-1)
    moved = weights.any(axis=-1)
    return decided & ~((np.abs(scores) < near) & moved).any(axis=-1) if apart else decided


def drawn(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Dyadic numbers between −2 and 2."""
    return rng.integers(-2 * GRID, 2 * GRID + 1, shape) / GRID


def in_order(x: np.ndarray, y: np.ndarray, classes: int, epochs: int, near: float) -> bool:
    """Whether no reading comes near a tie while it learns."""
    return all(
        clear(weights, scores, near, apart=reading.apart)
        for reading in READINGS
        for weights, scores in list(walked(x, y, classes, epochs, reading))[:-1]
    )


def sure(question: dict[str, Any], cloud: np.ndarray, near: float) -> np.ndarray:
    """About which points no reading is in doubt after any of the runs."""
    x, y, classes = question["x"], question["y"], question["classes"]
    tall, good = np.c_[cloud, np.ones(len(cloud))], np.ones(len(cloud), dtype=bool)
    for reading, (rows, epochs) in product(READINGS, question["runs"]):
        *_, (weights, _) = walked(x[:rows], y[:rows], classes, epochs, reading)
        good &= clear(weights, tall @ weights.T, near, apart=False)
    return good


def learnt(
    rng: np.random.Generator, rows: int, features: int, classes: int, runs: Runs,
    *, count: int = 12, size: float = 1.0, occurring: Sequence[int] = (),
) -> dict[str, Any]:  # fmt: skip
    """Rows with random labels, and points to predict after each of the runs (rows, epochs)."""
    near, most = NEAR * size, max(epochs for _, epochs in runs)
    for _ in range(PATIENCE):
        x = size * drawn(rng, rows, features)
        y = rng.permutation(np.resize(occurring or np.arange(classes), rows)).astype(np.int64)
        if in_order(x, y, classes, most, near):
            question = {"x": x, "y": y, "classes": classes, "runs": [list(run) for run in runs]}
            cloud = size * drawn(rng, 30 * count, features)
            cloud = cloud[sure(question, cloud, near)][:count]
            if len(cloud) == count:
                return {**question, "points": cloud}
    raise ValueError(f"no {rows} rows in general position in {PATIENCE} draws")


def with_rival(rng: np.random.Generator, question: dict[str, Any], rows: int) -> dict[str, Any]:
    """Beside it rows for a second perceptron, with the first labels and for the same points."""
    y, classes, cloud = question["y"][:rows], question["classes"], question["points"]
    runs = [(rows, epochs) for _, epochs in question["runs"]]
    for _ in range(PATIENCE):
        x = drawn(rng, rows, question["x"].shape[1])
        rival = {"x": x, "y": y, "classes": classes, "runs": runs}
        if in_order(x, y, classes, runs[-1][1], NEAR) and sure(rival, cloud, NEAR).all():
            return {**question, "rival": x}
    raise ValueError(f"no {rows} rows beside the others in general position")


def separable(
    rng: np.random.Generator, rows: int, centres: Sequence[Sequence[float]]
) -> dict[str, Any]:  # fmt: skip
    """Rows around centres, each class apart from all others, and far more epochs than it takes."""
    y = rng.permutation(np.resize(np.arange(len(centres)), rows)).astype(np.int64)
    x = np.array(centres)[y] + drawn(rng, rows, len(centres[0])) / 4
    took = max(epochs_taken(x, y, len(centres), reading, PATIENCE) for reading in READINGS)
    return {"x": x, "y": y, "classes": len(centres), "runs": [[rows, 10 * took]], "points": x}


def epochs_taken(x: np.ndarray, y: np.ndarray, classes: int, reading: Reading, most: int) -> int:
    """Epochs until one is without a mistake; more than `most` if there is none."""
    rows = np.c_[x, np.ones(len(x))]
    weights = np.zeros((classes, rows.shape[1]))
    for epoch in range(1, most + 1):
        before = weights
        for row, label in zip(rows, y, strict=True):
            weights = weights + np.outer(step(weights @ row, int(label), reading), row)
        if np.array_equal(before, weights):
            return epoch
    return most + 1


def fair(
    x: np.ndarray, y: np.ndarray, classes: int, runs: Runs, points: np.ndarray, **_: Any
) -> bool:  # fmt: skip
    """Whether a smaller question is still one: nobody is in doubt, and what was separable is."""
    if any(len(run) != len(("rows", "epochs")) for run in runs):
        return False  # half of a pair is no run
    if np.array_equal(points, x):
        most = runs[0][1]
        return all(epochs_taken(x, y, classes, reading, most) <= most for reading in READINGS)
    question = {"x": x, "y": y, "classes": classes, "runs": runs}
    longest = max(rows for rows, _ in runs)
    most = max(epochs for _, epochs in runs)
    ordered = in_order(x[:longest], y[:longest], classes, most, NEAR)
    return ordered and bool(sure(question, points, NEAR).all())
