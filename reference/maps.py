"""Questions about feature maps: small whole numbers, so that every right order of sums is exact.

Pictures are no squares and neither are kernels, else rows and columns may change places unseen.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np


Four = tuple[int, int, int, int]
SMALL = np.array([-4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0])


def small(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Whole numbers from −4 to 4, none of them 0."""
    return rng.choice(SMALL, shape)


def large(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Whole numbers up to 100: sums of products stay below 2²⁴ and need more than 11 bits."""
    return rng.integers(-100, 101, shape).astype(np.float64)


def distinct(rng: np.random.Generator, *shape: int, highest: float | None = None) -> np.ndarray:
    """Whole numbers of both signs, no two alike, of more than 11 bits; none above `highest`."""
    count = int(np.prod(shape))
    numbers = 37.0 * (rng.permutation(count) - count // 2)
    if highest is not None:
        numbers += highest - numbers.max()
    return numbers.reshape(shape)


def reached(length: int, size: int, stride: int) -> int:
    """How many windows fit into so many rows."""
    return (length - size) // stride + 1


def turned(array: np.ndarray) -> np.ndarray:
    """The same numbers with the channels last in memory."""
    return np.ascontiguousarray(array.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2)


def strided(array: np.ndarray) -> np.ndarray:
    """The same numbers at every other place of a row."""
    wide = np.repeat(array, 2, axis=-1)
    return wide[..., ::2]


def backwards(array: np.ndarray) -> np.ndarray:
    """The same numbers, stored last row first and last column first."""
    stored = np.ascontiguousarray(array[..., ::-1, ::-1])
    return stored[..., ::-1, ::-1]


def frozen(array: np.ndarray) -> np.ndarray:
    """The array, closed for writing."""
    array.flags.writeable = False
    return array


@dataclass(frozen=True, slots=True)
class Convolution:
    """Shapes and options of one question about a convolution."""

    x: Four
    weight: Four
    stride: int | None = None
    """Not given where None: what a default says."""
    padding: int | None = None
    check: str = "edges"
    numbers: Any = small
    layout: Any = None
    """What is done to the memory of the two large arrays."""

    @property
    def options(self) -> dict[str, int]:
        """Those that are given."""
        known = {"stride": self.stride, "padding": self.padding}
        return {name: value for name, value in known.items() if value is not None}

    @property
    def result(self) -> Four:
        """The shape of what comes out."""
        stride, padding = self.stride or 1, self.padding or 0
        rows, columns = (
            reached(length + 2 * padding, size, stride)
            for length, size in zip(self.x[2:], self.weight[2:], strict=True)
        )
        return self.x[0], self.weight[0], rows, columns

    def forward(self, rng: np.random.Generator) -> dict[str, Any]:
        """x, weight and bias."""
        arrays = {
            "x": self.numbers(rng, *self.x),
            "weight": self.numbers(rng, *self.weight),
            "bias": 5 * self.numbers(rng, self.weight[0]),
        }
        return self._laid(arrays, "x", "weight") | self.options

    def backward(self, rng: np.random.Generator) -> dict[str, Any]:
        """The same with what came back."""
        asked = self.forward(rng)
        arrays = {name: value for name, value in asked.items() if isinstance(value, np.ndarray)}
        arrays["grad_output"] = self.numbers(rng, *self.result)
        return self._laid(arrays, "grad_output") | self.options

    def _laid(self, arrays: dict[str, np.ndarray], *names: str) -> dict[str, Any]:
        if self.layout is None:
            return dict(arrays)
        return arrays | {name: self.layout(arrays[name]) for name in names}
