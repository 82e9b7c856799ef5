"""Tiny Boltzmann machines, exactly: all states are written down, and every expectation is a sum.

    E(v, h) = −v·a − h·b − v W h        p(v, h) = exp(−E(v, h)) / Z        Z = Σ_v Σ_h exp(−E(v, h))
    T(v → v′) = Σ_h P(h|v) P(v′|h)      after k steps: p₀ Tᵏ

Nothing here is the quick way; that is what it is for: the oracles are held to it, and so are
averages over many rows of what a submission draws.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


Array = Any
Triple = tuple[Array, Array, Array]
"""What one update does to the weights, the visible bias and the hidden bias."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Weights (visible, hidden) and two biases."""

    W: Array
    a: Array
    b: Array

    def up(self, v: Array) -> Array:
        """P(hⱼ = 1 | v), row by row."""
        return sigmoid(v @ self.W + self.b)

    def down(self, h: Array) -> Array:
        """P(vᵢ = 1 | h), row by row."""
        return sigmoid(h @ self.W.T + self.a)

    def energy(self, v: Array, h: Array) -> Array:
        """E(v, h) for every row of v with every row of h."""
        return -(v @ self.a)[:, None] - h @ self.b - v @ self.W @ h.T


def sigmoid(x: Array) -> Array:
    """1 / (1 + exp(−x)), without overflow on either side."""
    return np.exp(-np.logaddexp(0, -np.asarray(x, dtype=np.float64)))


def states(units: int) -> Array:
    """All 2ⁿ states of n units, one a row."""
    return (np.arange(2**units)[:, None] >> np.arange(units) & 1).astype(np.float64)


def free_energy(machine: Machine, v: Array) -> Array:
    """−log Σ_h exp(−E(v, h)), by adding up all hidden states."""
    minus = -machine.energy(v, states(len(machine.b)))
    return -np.logaddexp.reduce(minus, axis=1)


def log_partition(machine: Machine) -> float:
    """log Z, by adding up all states of both layers."""
    v, h = states(len(machine.a)), states(len(machine.b))
    return float(np.logaddexp.reduce(-machine.energy(v, h), axis=None))


def chances(p: Array, outcomes: Array) -> Array:
    """P(outcome) where unit i is on with probability pᵢ by itself: rows of p by outcomes."""
    return np.prod(np.where(outcomes == 1, p[:, None, :], 1 - p[:, None, :]), axis=2)


def gibbs(machine: Machine) -> Array:
    """T: the probability to go from each visible state to each other in one full step."""
    v, h = states(len(machine.a)), states(len(machine.b))
    return chances(machine.up(v), h) @ chances(machine.down(h), v)


def after(machine: Machine, v: Array, steps: int) -> Array:
    """The probabilities of all visible states after so many steps from each row of v."""
    numbers = (v @ 2 ** np.arange(v.shape[1])).astype(np.int64)
    return np.linalg.matrix_power(gibbs(machine), steps)[numbers]


def expected(machine: Machine, v0: Array, negative: Callable[[Machine, Array], Triple]) -> Triple:
    """The mean of v₀h₀ − v₁h₁, v₀ − v₁ and h₀ − h₁, with v₁ and h₁ made from hidden samples."""
    p0 = machine.up(v0)
    hidden = states(len(machine.b))
    share = chances(p0, hidden).mean(axis=0)
    parts = zip(*(negative(machine, h) for h in hidden), strict=True)
    weights, visible, seen = (np.tensordot(share, np.array(part), axes=1) for part in parts)
    return v0.T @ p0 / len(v0) - weights, v0.mean(axis=0) - visible, p0.mean(axis=0) - seen


def samples(machine: Machine, h: Array) -> Triple:
    """Visible samples throughout: they feed h₁ and stand in the update."""
    p1 = machine.down(h[None])[0]
    v1 = states(len(p1))
    share = chances(p1[None], v1)[0]
    h1 = machine.up(v1)
    return (share[:, None] * v1).T @ h1, p1, share @ h1


def probabilities(machine: Machine, h: Array) -> Triple:
    """Visible probabilities throughout: they feed h₁ and stand in the update."""
    p1 = machine.down(h[None])[0]
    h1 = machine.up(p1[None])[0]
    return np.outer(p1, h1), p1, h1


def both(machine: Machine, h: Array) -> Triple:
    """Visible samples feed h₁, their probabilities stand in the update."""
    _, p1, h1 = samples(machine, h)
    return np.outer(p1, h1), p1, h1


READINGS: Mapping[str, Callable[[Machine, Array], Triple]] = {
    "samples throughout": samples,
    "probabilities throughout": probabilities,
    "samples feed, probabilities count": both,
}
"""How v₁ may be read. h₀ and h₁ in the update may be samples too: their mean is the same."""


def without_samples(machine: Machine, v0: Array) -> Iterator[Triple]:
    """What comes out if hidden *probabilities* make v₁, in each of the readings of v₁."""
    yield from _from_hidden(machine, v0, machine.up(v0))


def rounded(machine: Machine, v0: Array) -> Iterator[Triple]:
    """What comes out if a hidden unit is on where its probability is above ½, and v₁ likewise."""
    h = (machine.up(v0) > 0.5).astype(np.float64)
    yield from _from_hidden(machine, v0, h)
    v1 = (machine.down(h) > 0.5).astype(np.float64)
    for h1 in (machine.up(v1), (machine.up(v1) > 0.5).astype(np.float64)):
        for h0 in (machine.up(v0), h):
            yield _difference(v0, h0, v1, h1)


def _from_hidden(machine: Machine, v0: Array, h: Array) -> Iterator[Triple]:
    """The means of the three readings where h is no sample, one row of it for each of v₀."""
    p0 = machine.up(v0)
    for negative in READINGS.values():
        parts = [negative(machine, row) for row in h]
        weights, visible, hidden = (sum(column) / len(v0) for column in zip(*parts, strict=True))
        yield v0.T @ p0 / len(v0) - weights, v0.mean(0) - visible, p0.mean(0) - hidden


def _difference(v0: Array, h0: Array, v1: Array, h1: Array) -> Triple:
    n = len(v0)
    return (v0.T @ h0 - v1.T @ h1) / n, (v0 - v1).mean(axis=0), (h0 - h1).mean(axis=0)


def distance(one: Triple, other: Triple) -> float:
    """The largest difference of two updates."""
    return max(float(np.abs(x - y).max()) for x, y in zip(one, other, strict=True))
