"""What many rows of one Boltzmann machine must come to on average, and how far chance may carry it.

    P(|mean − E| ≥ t) ≤ 2 exp(−n t²/2)       n independent terms in [−1, 1]          (Hoeffding)
    P(n KL(share‖p) ≥ x) ≤ 2 exp(−x)         n independent coins with probability p  (Chernoff)

Every row of an update contributes v₀h₀ − v₁h₁, v₀ − v₁ and h₀ − h₁, each within [−1, 1] and of no
other row's luck, whether they are samples or probabilities; so t = √(2 · 30 / n) turns down what
is right with a probability below 2 e⁻³⁰ < 2·10⁻¹³ for each number. The expectations are exact:
`reference/boltzmann.py` adds up all states. Samples are counted, state by state and unit by unit,
with the same exponent. A grading makes fewer than 1,000 such comparisons: below 2·10⁻¹⁰ in all.

A question that came from bad luck with its machine could not tell right from wrong, so machines
are drawn until every wrong way that is listed here is 0.16 away from every right one: more than
twice what chance is allowed with 12,000 rows, so that neither can be taken for the other.
"""

from typing import Any

import numpy as np

from reference import boltzmann
from reference.boltzmann import Machine, Triple
from reference.dropout import LIMIT, plausible


Array = Any
APART = 0.16
"""How far wrong expectations are from right ones in the machines that are asked about."""


def allowed(rows: int) -> float:
    """Hoeffding's t for so many rows: 2 exp(−n t²/2) = 2 exp(−LIMIT)."""
    return float(np.sqrt(2 * LIMIT / rows))


def right(machine: Machine, v: Array) -> list[Triple]:
    """The expected update in each of the three readings."""
    return [boltzmann.expected(machine, v, reading) for reading in boltzmann.READINGS.values()]


def two_steps(machine: Machine, v: Array) -> Triple:
    """The expected update if the chain goes on for a second step."""
    seen, p0 = boltzmann.states(v.shape[1]), machine.up(v)
    share = boltzmann.after(machine, v, 2).mean(axis=0)
    negative = (share[:, None] * seen).T @ machine.up(seen)
    found = v.T @ p0 / len(v) - negative, v.mean(0) - share @ seen
    return *found, p0.mean(0) - share @ machine.up(seen)


def undecided(rng: np.random.Generator, visible: int = 4, hidden: int = 3) -> dict[str, Array]:
    """One row and a machine whose hidden units are in two minds about it, with strong weights."""
    while True:
        v = boltzmann.states(visible)[rng.integers(1, 2**visible)][None]
        W = rng.normal(0, 4, (visible, hidden))
        a, b = rng.normal(0, 1, visible), rng.normal(0, 0.5, hidden) - (v @ W)[0]
        machine = Machine(W, a, b)
        wrong = [*boltzmann.without_samples(machine, v), *boltzmann.rounded(machine, v)]
        wrong.append(two_steps(machine, v))
        if all(boltzmann.distance(x, y) > APART for x in wrong for y in right(machine, v)):
            return {"v": v, "weights": W, "visible_bias": a, "hidden_bias": b}


def slow(rng: np.random.Generator, visible: int = 4, hidden: int = 3) -> dict[str, Array]:
    """A machine that mixes slowly: one step and five differ, and no state is nearly certain."""
    while True:
        question = undecided(rng, visible, hidden)
        machine = Machine(*(question[name] for name in ("weights", "visible_bias", "hidden_bias")))
        shares = [boltzmann.after(machine, question["v"], steps)[0] for steps in range(1, 6)]
        second = float(np.sort(np.abs(np.linalg.eigvals(boltzmann.gibbs(machine))))[-2])
        apart = float(np.abs(shares[0] - shares[4]).max())
        if second > 0.6 and apart > 0.25 and max(map(np.max, shares)) < 0.97:
            return question


def machine_of(weights: Array, visible_bias: Array, hidden_bias: Array, **_: Any) -> Machine:
    """The machine that a question is about."""
    return Machine(weights, visible_bias, hidden_bias)


def expectations(v: Array, **question: Any) -> dict[str, list[Triple]]:
    """What an update comes to on average: as it should, by hidden probabilities, by rounding."""
    machine = machine_of(**question)
    return {
        "expected": right(machine, v),
        "without_samples": list(boltzmann.without_samples(machine, v)),
        "rounded": list(boltzmann.rounded(machine, v)),
    }


def frequencies(v: Array, steps: int, **question: Any) -> dict[str, Array]:
    """After these steps: how often each state and each unit is on; and where rounding leads."""
    machine, state = machine_of(**question), v
    for _ in range(steps):
        state = machine.down(machine.up(state) > 0.5) > 0.5
    shares = boltzmann.after(machine, v, steps)
    return {"shares": shares, "on": shares @ boltzmann.states(v.shape[1]), "rounded": state}


def near(answer: Any, lr: float, rows: int, expected: Any) -> bool:
    """Whether an update is what one of these expectations leads to, as far as chance allows."""
    found = [np.asarray(part, dtype=np.float64) / lr for part in answer]
    return any(
        all(
            x.shape == np.shape(y) and bool(np.abs(x - y).max() <= allowed(rows))
            for x, y in zip(found, one, strict=True)
        )
        for one in expected
    )


def one_step(answer: Any, expected: Any, **question: Any) -> bool:
    """The exact expectation in one of the readings; what another law explains is told there."""
    question |= {"expected": expected}
    explained = hidden_sampled(answer, **question) and not_rounded(answer, **question)
    return not explained or near(answer, question["lr"], _rows(**question), expected)


def hidden_sampled(answer: Any, expected: Any, without_samples: Any, **question: Any) -> bool:
    """Not what comes of hidden probabilities in place of samples."""
    lr, rows = question["lr"], _rows(**question)
    return near(answer, lr, rows, expected) or not near(answer, lr, rows, without_samples)


def not_rounded(answer: Any, expected: Any, rounded: Any, **question: Any) -> bool:
    """Not what comes of units that are on where their probability is above ½."""
    lr, rows = question["lr"], _rows(**question)
    return near(answer, lr, rows, expected) or not near(answer, lr, rows, rounded)


def _rows(v: Array, copies: int, **_: Any) -> int:
    return copies * len(v)


def binary(answer: Any, v: Array, copies: int, **_: Any) -> bool:
    """Zeros and ones, a row for each row."""
    found = np.asarray(answer)
    return found.shape == (copies * len(v), v.shape[1]) and bool(np.isin(found, (0, 1)).all())


def by_start(answer: Any, v: Array) -> list[Array]:
    """The rows that began with the first row of v, those that began with the second, …"""
    found = np.asarray(answer, dtype=np.float64)
    return [found[start :: len(v)] for start in range(len(v))]


def one_for_all(answer: Any, v: Array) -> bool:
    """Whether rows that began alike all ended alike, and elsewhere."""
    return all(
        len(rows) > 1 and bool((rows == rows[0]).all()) and not np.array_equal(rows[0], start)
        for rows, start in zip(by_start(answer, v), v, strict=True)
    )


def drawn(answer: Any, v: Array, copies: int, rounded: Array, **_: Any) -> bool:
    """Not all alike, and all where rounding leads."""
    if not binary(answer, v, copies) or not one_for_all(answer, v):
        return True
    return not np.array_equal(np.asarray(answer)[: len(v)], rounded)


def units(answer: Any, v: Array, copies: int, on: Array, **_: Any) -> bool:
    """Each unit is on as often as it should be; what another law explains is told there."""
    if not binary(answer, v, copies) or one_for_all(answer, v):
        return True
    return all(
        plausible(int(count), len(rows), float(p))
        for rows, share in zip(by_start(answer, v), on, strict=True)
        for count, p in zip(rows.sum(axis=0), share, strict=True)
    )


def states_of(answer: Any, v: Array, copies: int, shares: Array, **question: Any) -> bool:
    """Each state comes as often as it should, where each unit by itself does."""
    if not binary(answer, v, copies) or one_for_all(answer, v):
        return True
    return not units(answer, v, copies, **question) or all(
        plausible(int(count), len(rows), float(p))
        for rows, share in zip(by_start(answer, v), shares, strict=True)
        for count, p in zip(_counts(rows), share, strict=True)
    )


def apart(answer: Any, v: Array, copies: int, shares: Array, **question: Any) -> bool:
    """Two rows that began alike end alike as often as two chains do."""
    if not binary(answer, v, copies) or not drawn(answer, v, copies, **question):
        return True
    if one_for_all(answer, v):
        return False
    question |= {"v": v, "copies": copies}
    if not units(answer, **question) or not states_of(answer, shares=shares, **question):
        return True
    return all(
        plausible(int((one == other).all(axis=1).sum()), len(one), float(share @ share))
        for rows, share in zip(by_start(answer, v), shares, strict=True)
        for one, other in _pairs(rows)
    )


def _pairs(rows: Array) -> list[tuple[Array, Array]]:
    """Each row with its neighbour, and each with the one half of all rows away."""
    half = len(rows) // 2
    return [(rows[: 2 * half : 2], rows[1 : 2 * half : 2]), (rows[:half], rows[half : 2 * half])]


def _counts(rows: Array) -> Array:
    """How often each state occurs, in the order of `boltzmann.states`."""
    units = rows.shape[1]
    numbers = (rows @ 2 ** np.arange(units)).astype(np.int64)
    return np.bincount(numbers, minlength=2**units)
