"""How many seeds are enough, and what an accuracy is worth."""

from fractions import Fraction
from statistics import median

import numpy as np
import pytest

from harness.judge.thresholds import counting, enough, half_width, share
from harness.model import Budget


BUDGET = Budget(samples=1, passing=Fraction("0.95"), full=Fraction("0.97"), seconds=1.0)
SPREAD = 0.002


def runs(*accuracies: str) -> list[Fraction]:
    return [Fraction(one) for one in accuracies]


@pytest.mark.parametrize(
    ("accuracies", "expected"),
    [
        (runs("0.98"), True),
        (runs("0.90"), True),
        (runs("0.975"), False),  # less than three deviations above `full`
        (runs("0.9770"), True),
        (runs("0.946"), False),  # less than three deviations below `passing`
        (runs("0.960"), False),  # between the two, where every digit is worth something
        (runs("0.96", "0.96"), False),  # a median of two is none
        (runs("0.960", "0.961", "0.962"), True),
        (runs("0.970", "0.971", "0.969"), False),
        (runs("0.950", "0.960", "0.940"), False),
        (runs("0.98", "0.98", "0.98", "0.98"), False),
        (runs("0.970", "0.971", "0.969", "0.970", "0.970"), True),
    ],
)
def test_one_run_where_it_is_clear_else_three_else_five(accuracies, expected):
    """Never two, never four, never more than five."""
    assert expected is enough(accuracies, BUDGET, SPREAD)


def test_a_wider_spread_of_the_reference_asks_for_more_runs():
    """What is clear with a steady training is not with an unsteady one."""
    assert enough(runs("0.98"), BUDGET, 0.002)
    assert not enough(runs("0.98"), BUDGET, 0.004)


def test_the_median_counts():
    """Neither the best nor the mean."""
    assert Fraction("0.96") == counting(runs("0.10", "0.99", "0.96"), BUDGET, SPREAD)
    assert Fraction("0.90") == counting(runs("0.90"), BUDGET, SPREAD)


@pytest.mark.parametrize("mark", ["0.95", "0.97"])
def test_a_doubt_that_five_runs_leave_is_decided_for_the_student(mark):
    """The threshold itself counts where it lies within the interval; one run is what it is."""
    below = Fraction(mark) - Fraction("0.001")
    five = [below - Fraction("0.004"), below - Fraction("0.002"), below, below, Fraction(mark)]

    assert Fraction(mark) == counting(sorted(five), BUDGET, SPREAD)
    assert below == counting([below], BUDGET, SPREAD)
    assert below == counting([below] * 3, BUDGET, SPREAD)


def test_no_doubt_no_gift():
    """Five steady runs below the threshold stay below it, and none is ever moved down."""
    low = runs("0.9600", "0.9601", "0.9602", "0.9603", "0.9604")
    high = runs("0.975", "0.980", "0.970", "0.972", "0.969")

    assert median(low) == counting(low, BUDGET, SPREAD)
    assert median(high) == counting(high, BUDGET, SPREAD)


def test_an_interval_made_wide_on_purpose_is_no_doubt():
    """Runs that were spoilt, or came to no end, say nothing of the others."""
    spoilt = runs("0.961", "0.1", "0.962", "0", "0.98")

    assert half_width(spoilt) > 0.5
    assert Fraction("0.961") == counting(spoilt, BUDGET, SPREAD)
    assert Fraction("0.97") == counting(runs("0.969", "0.1", "0.9695", "0", "0.98"), BUDGET, SPREAD)


def test_students_interval_has_the_values_of_the_tables():
    """t(2) = 4.303 and t(4) = 2.776; a single run has none."""
    np.testing.assert_allclose(4.303 * 0.01 / 3**0.5, half_width(runs("0.94", "0.95", "0.96")))
    five = [Fraction(n, 100) for n in (93, 94, 95, 96, 97)]
    np.testing.assert_allclose(2.776 * 2.5**0.5 / 100 / 5**0.5, half_width(five))
    assert 0.0 == half_width(runs("0.94"))


@pytest.mark.parametrize(
    ("accuracy", "expected"),
    [
        ("0", 0), ("0.9499", 0), ("0.95", 0), ("0.955", Fraction(1, 4)),
        ("0.96", Fraction(1, 2)), ("0.97", 1), ("0.9701", 1), ("1", 1),
    ],
)  # fmt: skip
def test_points_are_linear_between_the_thresholds(accuracy, expected):
    """Exactly: no float is in it."""
    found = share(Fraction(accuracy), BUDGET)

    assert expected == found
    assert isinstance(found, Fraction)


def test_an_accuracy_of_thirds_is_worth_thirds():
    """9,567 of 10,000 and two thirds of the way."""
    assert Fraction(67, 200) == share(Fraction(9567, 10_000), BUDGET)
    assert Fraction(2, 3) == share(Fraction("0.95") + Fraction(2, 150), BUDGET)
