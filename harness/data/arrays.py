"""The four arrays of a set, and the one identity that they have in every layout."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np


KEYS = ("x_train", "y_train", "x_test", "y_test")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrays:
    """Images and labels as published: uint8, in canonical order, channels last."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray

    def __iter__(self) -> Iterator[tuple[str, np.ndarray]]:
        """Name and array, in the order in which they are digested and stored."""
        return ((key, getattr(self, key)) for key in KEYS)

    @property
    def nbytes(self) -> int:
        """Of all four together."""
        return sum(array.nbytes for _, array in self)

    def first(self, train: int, test: int) -> "Arrays":
        """The first so many images and labels of each part."""
        return Arrays(
            x_train=self.x_train[:train],
            y_train=self.y_train[:train],
            x_test=self.x_test[:test],
            y_test=self.y_test[:test],
        )


def digest(arrays: Arrays) -> str:
    """SHA-256 over names, shapes and bytes: files and layouts differ, this does not."""
    total = hashlib.sha256()
    for key, array in arrays:
        if array.dtype != np.uint8:
            raise TypeError(f"{key} is {array.dtype}: a digest is taken of uint8 arrays")
        total.update(f"{key} {'x'.join(map(str, array.shape))}\n".encode())
        total.update(np.ascontiguousarray(array).data)
    return total.hexdigest()
