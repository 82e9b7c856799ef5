"""Boltzmann machines in which nothing is left to chance: every probability is 0 or 1.

    v₀ – h₀ – v₁ – h₁ – v₂ – …           a unit lights up where a neighbour is lit: −J/2 + J · lit

A fuse: each Gibbs step lights the next unit on either side, so steps can be counted. What a
submission draws there is certain, whichever numbers it draws with: the sum that decides about a
unit is never nearer to 0 than 38, and a coin that should fall with probability exp(−38) ≈ 3·10⁻¹⁷
lies below the finest number that a generator makes. So updates and samples can be compared
with an oracle's, number by number, and mistakes be told by name.

One visible and one hidden unit are always on, and couple to all others: forgetting a bias then
moves sums, but not to 0, and what comes out without it is just as certain. Some units stand for
their opposite, and all are shuffled, so that neither signs nor order mean anything.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np


Array = Any
SURE = 38.0
"""How far from 0 every sum must stay: P(a coin decides otherwise) < 3·10⁻¹⁷."""


def fuse(rng: np.random.Generator, length: int, rows: int) -> dict[str, Array]:
    """A machine with `length` + 1 visible and `length` hidden units, and rows that are lit."""
    J = rng.uniform(100, 110)
    W = np.zeros((length + 1, length))
    for unit in range(length - 1):
        W[unit : unit + 2, unit] = J
    W[:length, -1] = _sides(rng, length)
    W[-1, : length - 1] = _sides(rng, length - 1)
    W[-1, -1] = max(np.abs(W[:-1, -1]).sum(), np.abs(W[-1, :-1]).sum()) + 45
    a = np.append(-J / 2 - W[:length, -1], rng.uniform(-5, 5))
    b = np.append(-J / 2 - W[-1, : length - 1], rng.uniform(-5, 5))
    v = np.column_stack([_lit(rng, length, rows), np.ones(rows)])
    _turn(rng, W, a, b, v)
    visible, hidden = rng.permutation(length + 1), rng.permutation(length)
    return {
        "v": np.ascontiguousarray(v[:, visible]),
        "weights": np.ascontiguousarray(W[np.ix_(visible, hidden)]),
        "visible_bias": a[visible],
        "hidden_bias": b[hidden],
    }


def _sides(rng: np.random.Generator, count: int) -> Array:
    return rng.uniform(40, 55, count) * rng.choice([-1.0, 1.0], count)


def _lit(rng: np.random.Generator, length: int, rows: int) -> Array:
    """The first row is lit at one end, others at one or two places; no two alike if it can be."""
    ends = np.eye(length)
    pairs = [ends[i] + ends[j] for i in range(length) for j in range(i)]
    others = rng.permutation(np.concatenate([ends[1:], np.array(pairs).reshape(-1, length)]))
    return np.concatenate([ends[:1], np.resize(others, (rows - 1, length))])


def _turn(rng: np.random.Generator, W: Array, a: Array, b: Array, v: Array) -> None:
    """Let some units, not the two that are always on, stand for their opposite."""
    for unit in np.flatnonzero(rng.random(len(a) - 1) < 0.4):
        b += W[unit]
        W[unit] *= -1
        a[unit] *= -1
        v[:, unit] = 1 - v[:, unit]
    for unit in np.flatnonzero(rng.random(len(b) - 1) < 0.4):
        a += W[:, unit]
        W[:, unit] *= -1
        b[unit] *= -1


def sums(v: Array, weights: Array, a: Array, b: Array, steps: int) -> Iterator[Array]:
    """All sums that decide about a unit in so many steps and one half."""
    for _ in range(steps):
        yield (x := v @ weights + b)
        yield (x := (x > 0) @ weights.T + a)
        v = (x > 0).astype(np.float64)
    yield v @ weights + b


def certain(
    v: Array, weights: Array, visible_bias: Array, hidden_bias: Array, steps: int = 2
) -> bool:
    """Whether nothing is left to chance in these rows."""
    return all(
        bool((np.abs(x) >= SURE).all()) for x in sums(v, weights, visible_bias, hidden_bias, steps)
    )
