"""What a set of labelled samples is, wherever its bytes came from."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import numpy as np  # only named: the nouns are imported by commands that compute nothing


NODE, NOTHING = 10, 255
"""In a written tree: two trees follow, and nothing follows.

A tree is a row of uint8, written from its root: a leaf as its digit, a pair as NODE and then its
left and its right tree; what is left of the row is NOTHING.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """Samples and labels in canonical order, as published; the arrays cannot be written to."""

    name: str
    """`mnist`, `cifar10`, `fashion_mnist`, `expressions`, `tiny_shakespeare`, `moby_dick`."""
    x_train: "np.ndarray" = field(repr=False)
    """uint8: images `(N, 28, 28)` or `(N, 32, 32, 3)`, trees `(N, length)`, characters `(N,)`."""
    y_train: "np.ndarray" = field(repr=False)
    """`(N,)`, int64, 0 … classes − 1."""
    x_test: "np.ndarray" = field(repr=False)
    y_test: "np.ndarray" = field(repr=False)
    source: str
    """Which copy it was read from: a path for a person to read."""
    digest: str
    """SHA-256 of the decoded arrays: the same for every layout."""
    slice: bool
    """Only the first images, as the harness carries them: for practice, not for final grades."""
    classes: int = 10
    """How many there are to choose from."""
    letters: str = ""
    """Of a text: character c is `letters[c]`, in the order of their code points."""
