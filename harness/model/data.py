"""What a set of labelled images is, wherever its bytes came from."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import numpy as np  # only named: the nouns are imported by commands that compute nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """Images and labels in canonical order, as published; the arrays cannot be written to."""

    name: str
    """`mnist`, `cifar10`, `fashion_mnist`."""
    x_train: "np.ndarray" = field(repr=False)
    """`(N, 28, 28)` or `(N, 32, 32, 3)`, uint8."""
    y_train: "np.ndarray" = field(repr=False)
    """`(N,)`, int64, 0 … 9."""
    x_test: "np.ndarray" = field(repr=False)
    y_test: "np.ndarray" = field(repr=False)
    source: str
    """Which copy it was read from: a path for a person to read."""
    digest: str
    """SHA-256 of the decoded arrays: the same for every layout."""
    slice: bool
    """Only the first images, as the harness carries them: for practice, not for final grades."""
