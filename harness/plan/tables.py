"""What trees are worth by a table drawn for one lesson, so that no rule known before is of use.

Of the twelve tables in which each row and each column holds every class once, those are drawn whose
pairs depend on the order of the two and on brackets, as subtraction's do: ±(left − right) + shift.
"""

from dataclasses import dataclass, field
from itertools import product

import numpy as np

from harness.model import NODE, NOTHING, CourseError


CLASSES, DIGITS = 3, 10
_LEAST = 2
"""A pair on the stack."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """The class of each digit, and of each pair of classes."""

    leaves: np.ndarray = field(repr=False)
    """`(10,)`."""
    pairs: np.ndarray = field(repr=False)
    """`(3, 3)`, the left one first."""

    def labels(self, written: np.ndarray) -> np.ndarray:
        """The class of each written tree, `(N,)` int64."""
        return np.array([self._label(row) for row in written], dtype=np.int64)

    def _label(self, row: np.ndarray) -> int:
        """Read from its end, a pair finds both its trees on the stack, the left one on top."""
        stack: list[int] = []
        for mark in reversed(row[row != NOTHING].tolist()):
            if mark < DIGITS:
                stack.append(int(self.leaves[mark]))
            elif mark == NODE and len(stack) >= _LEAST:
                left = stack.pop()
                stack.append(int(self.pairs[left, stack.pop()]))
            else:
                raise CourseError(f"{row.tolist()} is no written tree")
        if len(stack) != 1:
            raise CourseError(f"{row.tolist()} is no written tree")
        return stack[0]


def subtraction() -> Table:
    """Left minus right, modulo 3; a digit is worth itself."""
    return Table(leaves=np.arange(DIGITS) % CLASSES, pairs=_pairs(1, 0))


def drawn(rng: np.random.Generator) -> Table:
    """Another table than subtraction's, however its classes are called."""
    usual = np.arange(DIGITS) % CLASSES
    leaves = rng.permutation(usual)
    while any(
        np.array_equal(leaves, (sign * usual + shift) % CLASSES)
        for sign, shift in product((1, -1), range(CLASSES))
    ):
        leaves = rng.permutation(usual)
    return Table(leaves=leaves, pairs=_pairs(int(rng.choice((1, -1))), int(rng.integers(CLASSES))))


def _pairs(sign: int, shift: int) -> np.ndarray:
    left, right = np.ogrid[:CLASSES, :CLASSES]
    return (sign * (left - right) + shift) % CLASSES
