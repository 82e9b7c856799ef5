"""What an oracle answers to a job, how far an answer may be from it, and how far this one is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from harness.judge.leaves import is_number, leaves, structure
from harness.model.course import Tolerance


UNIT = {"float64": 2.0**-53, "float32": 2.0**-24, "float16": 2.0**-11}
MARGIN = 12.0
"""How many largest deviations of eight Monte-Carlo runs are allowed."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Truth:
    """An oracle's answer to a job; `low` and `high` differ where more than one number is right."""

    value: Any
    paths: tuple[str, ...]
    low: tuple[np.ndarray, ...]
    high: tuple[np.ndarray, ...]
    dtypes: tuple[np.dtype, ...]
    """What each array should have: the question's dtype where the oracle's is floating."""
    dtype: str
    """The dtype of the question."""
    tolerance: Tolerance
    deviations: Callable[[str], tuple[np.ndarray, ...]]
    """D of each array at a precision, by Monte-Carlo arithmetic; worked out when it is wanted."""
    cache: dict[tuple[int, str], np.ndarray] = field(default_factory=dict)

    @cached_property
    def free(self) -> bool:
        """Whether more than one number is right somewhere, so that a right one tells nothing."""
        pairs = zip(self.low, self.high, strict=True)
        return any(low is not high and not np.array_equal(low, high) for low, high in pairs)

    def allowed(self, index: int, precision: str) -> np.ndarray:
        """How far each number of an array may be off, at the precision of the answer."""
        if (index, precision) not in self.cache:
            self.cache[index, precision] = self._allowed(index, precision)
        return self.cache[index, precision]

    def about(self, value: Any) -> "Truth":
        """The same question, if this were the right answer to it."""
        numbers = tuple(np.asarray(leaf, dtype=np.float64) for _, leaf in leaves(value))
        alike = [n.shape for n in numbers] == [n.shape for n in self.low]
        bare = tuple(np.zeros(n.shape) for n in numbers)
        return replace(
            self,
            value=value,
            paths=tuple(path for path, _ in leaves(value)),
            low=numbers,
            high=numbers,
            dtypes=self.dtypes if alike else (np.dtype(self.dtype),) * len(numbers),
            deviations=self.deviations if alike else lambda _: bare,
            cache={},
        )

    def _allowed(self, index: int, precision: str) -> np.ndarray:
        low, high = self.low[index], self.high[index]
        size = _size(low) if low is high else np.maximum(_size(low), _size(high))
        r, a = getattr(self.tolerance, precision)
        axis = -1 if self.tolerance.group == "row" and size.ndim > 1 else None
        allowed = r * size + a * size.max(axis=axis, keepdims=True, initial=0.0)
        if self.tolerance.monte_carlo:
            u = UNIT[precision]
            rms = _rms(size)
            allowed = allowed + MARGIN * self.deviations(precision)[index]
            allowed = allowed + 4 * u * size + 0.5 * u * rms
        return np.broadcast_to(allowed, low.shape)


def _size(numbers: np.ndarray) -> np.ndarray:
    """How large they are; what is infinite or NaN lends nobody a tolerance."""
    return np.asarray(np.abs(np.where(np.isfinite(numbers), numbers, 0.0)))


def _rms(size: np.ndarray) -> float:
    """Root mean square; a mistake's numbers may be so large that their squares overflow."""
    largest = float(size.max(initial=0.0))
    return largest * float(np.sqrt(np.mean((size / largest) ** 2))) if largest else 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class LeafGap:
    """How one array of an answer differs from the expected one."""

    path: str
    got: np.ndarray
    off: np.ndarray
    """Distance to the nearest right number; NaN where one is not finite and the other is."""
    allowed: np.ndarray
    expected: np.ndarray
    highest: np.ndarray
    """The largest right number, where `expected` is the smallest."""

    @property
    def nonfinite(self) -> int:
        """How many NaN or infinities stand where a finite number was expected, or the reverse."""
        finite = np.isfinite(self.expected) | np.isfinite(self.highest)
        return int(np.count_nonzero(~np.isfinite(self.got) & finite & (self.off != 0)))

    @cached_property
    def wrong(self) -> np.ndarray:
        """Which numbers are too far off."""
        return ~(self.off <= self.allowed)

    @property
    def ratio(self) -> float:
        """The worst error in units of what is allowed."""
        if not self.off.size:
            return 0.0
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = np.where(self.off == 0, 0.0, self.off / self.allowed)
        return float(np.inf if np.isnan(ratios).any() else ratios.max())


@dataclass(frozen=True, kw_only=True, eq=False)
class Gap:
    """How an answer differs from the expected one."""

    gaps: tuple[LeafGap, ...] = ()
    structure: tuple[str, str] | None = None
    """Got and expected, if the answer is built otherwise."""
    incomparable: tuple[str, str] | None = None
    """Shapes got and expected, if the numbers cannot be laid side by side."""
    reshaped: tuple[str, str] | None = None
    """Shapes got and expected, if only the shape is wrong."""
    retyped: tuple[str, str] | None = None
    """Dtypes got and expected, if they differ."""

    @cached_property
    def right(self) -> bool:
        """Whether every number is near enough."""
        return not (self.structure or self.incomparable or any(g.wrong.any() for g in self.gaps))

    @property
    def ratio(self) -> float:
        """The worst error in units of what is allowed."""
        if self.structure or self.incomparable:
            return float("inf")
        return max((gap.ratio for gap in self.gaps), default=0.0)

    @property
    def nonfinite(self) -> int:
        """NaN and infinities out of place."""
        return sum(gap.nonfinite for gap in self.gaps)


def gap(value: Any, truth: Truth, slack: float = 1.0) -> Gap:
    """Lay an answer beside the truth; `slack` widens what is allowed."""
    got = [leaf for _, leaf in leaves(value)]
    if len(got) != len(truth.low) or not all(map(is_number, got)):
        return Gap(structure=(structure(value), structure(truth.value)))
    laid = [np.asarray(leaf) for leaf in got]
    reshaped = incomparable = None
    for leaf, low in zip(laid, truth.low, strict=True):
        if leaf.shape != low.shape:
            shapes = (str(leaf.shape), str(low.shape))
            if _squeezed(leaf.shape) == _squeezed(low.shape):
                reshaped = reshaped or shapes
            else:
                incomparable = incomparable or shapes
    if incomparable:
        return Gap(incomparable=incomparable)
    return Gap(
        gaps=tuple(_leaf_gap(truth, index, leaf, slack) for index, leaf in enumerate(laid)),
        reshaped=reshaped,
        retyped=_retyped(got, truth),
    )


def _leaf_gap(truth: Truth, index: int, leaf: np.ndarray, slack: float) -> LeafGap:
    low, high = truth.low[index], truth.high[index]
    numbers = leaf.astype(np.float64).reshape(low.shape)
    allowed = truth.allowed(index, _precision(leaf.dtype, truth.dtype))
    return LeafGap(
        path=truth.paths[index],
        got=numbers,
        off=_off(numbers, low, high),
        allowed=allowed if slack == 1 else slack * allowed,
        expected=low,
        highest=high,
    )


def _off(numbers: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Distance to the nearest right number; inf − inf is NaN, so what is right is met first."""
    with np.errstate(invalid="ignore", over="ignore"):
        if low is high:
            return np.where(numbers == low, 0.0, np.abs(numbers - low))
        within = (numbers >= low) & (numbers <= high)
        nearest = np.minimum(np.abs(numbers - low), np.abs(numbers - high))
        return np.where(within, 0.0, nearest)


def _precision(got: np.dtype, asked: str) -> str:
    """Judge by the coarser of the two: a wrong dtype is a finding of its own, not a wrong value."""
    return "float32" if got.char == "f" or asked == "float32" else "float64"


def _retyped(got: Sequence[Any], truth: Truth) -> tuple[str, str] | None:
    for leaf, low, expected in zip(got, truth.low, truth.dtypes, strict=True):
        plain = not isinstance(leaf, np.ndarray | np.generic)
        if plain and low.ndim == 0:
            continue  # a Python float is as good as a NumPy scalar
        if (dtype := np.asarray(leaf).dtype) != expected:
            return dtype.name, expected.name
    return None


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size != 1)
