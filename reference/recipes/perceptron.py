"""The perceptron itself: what the thresholds of its digits are measured with.

    ŷ ≠ y:   W_y ← W_y + x    b_y ← b_y + 1    W_ŷ ← W_ŷ − x    b_ŷ ← b_ŷ − 1

Nothing is tuned here: the oracle has no freedom that would make it better on digits.
"""

from reference.perceptron import Perceptron


__all__ = ["Perceptron"]
