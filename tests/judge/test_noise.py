"""Monte-Carlo arithmetic: a few units where a computation is kind, much where it cancels."""

import numpy as np
import pytest

from harness.judge.noise import Noisy, noisy


U = 2.0**-24


def spread(compute, *values) -> float:
    """The largest relative deviation of twenty runs, in units of rounding."""
    exact = compute(*values)
    runs = [
        np.asarray(compute(*noisy(list(values), U, np.random.default_rng(seed))))
        for seed in range(20)
    ]
    return float(max(np.abs(run - exact).max() for run in runs) / np.abs(exact).max() / U)


def test_a_kind_computation_deviates_by_a_few_units():
    """exp is off by the rounding of its result."""
    assert 0.1 < spread(np.exp, np.linspace(0, 1, 50)) < 3


def test_cancellation_deviates_much():
    """(x² + 1) − x² has no digit left at x = 10⁴ in single precision."""
    assert spread(lambda x: (x * x + 1) - x * x, np.array([1e4])) > 1e6


def test_a_sum_deviates_with_its_terms():
    """Large terms that cancel leave a noisy sum."""
    assert spread(lambda x: x.sum(), np.array([1e6, 1.0, -1e6])) > 1e4


def test_exact_operations_stay_exact():
    """Negation, comparison and choice do not round."""
    x = np.linspace(-2, 2, 9)

    assert 0 == spread(lambda a: np.where(a > 0, np.abs(a), -a), x)


@pytest.mark.parametrize(
    "compute",
    [
        lambda x: x.copy() * 2,
        lambda x: x.T @ x,
        lambda x: np.zeros_like(x) + x,
        lambda x: np.sqrt(x.mean(axis=0)),
        lambda x: x[1:] - x[:-1],
    ],
    ids=["copy", "product", "zeros", "mean", "views"],
)
def test_noise_survives_what_oracles_do(compute):
    """Copies, views, products and reductions stay noisy."""
    x = noisy(np.random.default_rng(0).uniform(1, 2, (4, 3)), U, np.random.default_rng(1))

    assert isinstance(compute(x), Noisy)


def test_arrays_are_changed_in_place_with_noise():
    """`x -= y` and `x[...] = y` write the shaken numbers into x."""
    x = noisy(np.ones(1000), U, np.random.default_rng(1))
    x -= np.float64(1 / 3)

    assert 0 < np.abs(x.view(np.ndarray) - 2 / 3).max() < 3 * U
