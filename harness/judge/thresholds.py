"""From accuracies to points: how many seeds are enough, and which accuracy counts.

One run where it is clear of both thresholds by three deviations of the reference, else three and
their median, and five where that is still in doubt. A doubt that five runs leave is decided for
the student.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from statistics import median, stdev

from harness.model import Budget, Calibration


RUNS = (1, 3, 5)
_CLEAR = 3.0
_TOO_CLEAR = 6.0
_ERRORS = 0.5
"""Of the reference's: half as many are too few."""
_MORE = 0.15
"""Accuracy by which a hundred samples may teach somebody more than the reference."""
_T = {3: 4.303, 5: 2.776}
"""Student's t, 95 %, two-sided, for n − 1 degrees of freedom."""


def enough(accuracies: Sequence[Fraction], budget: Budget, deviation: float) -> bool:
    """Whether no more runs are needed to know the points."""
    if len(accuracies) >= RUNS[-1]:
        return True
    if len(accuracies) not in RUNS:
        return False
    counted = median(accuracies)
    edge = _CLEAR * deviation
    if len(accuracies) > 1:
        edge = 2 * max(stdev(map(float, accuracies)), deviation) / sqrt(len(accuracies))
    elif budget.passing < counted < budget.full:
        return False
    return all(abs(float(counted - mark)) > edge for mark in (budget.passing, budget.full))


def counting(accuracies: Sequence[Fraction], budget: Budget, deviation: float) -> Fraction:
    """The accuracy that decides: the median, moved up to a threshold that it may have reached.

    Doubt is no greater than the reference's own deviation leaves: whoever trains badly now and then
    makes an interval as wide as he likes.
    """
    middle = median(accuracies)
    assert isinstance(middle, Fraction)
    if len(accuracies) < RUNS[-1]:
        return middle
    half = Fraction(str(min(half_width(accuracies), _half(deviation, len(accuracies)))))
    reached = (mark for mark in (budget.full, budget.passing) if middle < mark <= middle + half)
    return next(reached, middle)


def half_width(accuracies: Sequence[Fraction]) -> float:
    """Of Student's 95 % interval of the mean (W. S. Gosset, 1908); 0 for a single run."""
    runs = len(accuracies)
    return _half(stdev(map(float, accuracies)), runs) if runs in _T else 0.0


def _half(deviation: float, runs: int) -> float:
    return _T[runs] * deviation / sqrt(runs)


def share(accuracy: Fraction, budget: Budget) -> Fraction:
    """Of the points: none at `passing`, all at `full`, linear between."""
    reached = (accuracy - budget.passing) / (budget.full - budget.passing)
    return min(Fraction(1), max(Fraction(0), reached))


def too_good(accuracy: Fraction, known: Calibration) -> bool:
    """Better than what the reference can reach: all right, or with half of its errors."""
    clear = float(accuracy) > known.mean + _TOO_CLEAR * known.deviation
    return accuracy == 1 or (clear and 1 - float(accuracy) < _ERRORS * (1 - known.mean))


def explained(canary: Fraction, known: Calibration) -> bool:
    """Whether honest work may be all right: the reference nearly is, and so little data shows it.

    Trained on a hundred samples, what merely learns is about as good as the reference then is.
    """
    possible = known.mean + _TOO_CLEAR * known.deviation >= 1
    return possible and float(canary) < known.canary + _MORE
