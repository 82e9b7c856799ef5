"""What is known about a set before any of its bytes are here."""

from dataclasses import dataclass
from typing import Literal


Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A published file: wherever it is fetched from, these are its bytes."""

    name: str
    size: int
    sha256: str
    urls: tuple[str, ...]
    """Tried in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The first images of a set, as the harness carries them."""

    train: int
    test: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A set by name: its shape, its identity, and how copies of it use to lie around."""

    name: str
    title: str
    image: Shape
    train: int
    test: int
    files: Literal["idx", "cifar"]
    """How it was published."""
    digest: str
    """Of the decoded arrays."""
    slice: Slice | None = None
    folders: tuple[str, ...] = ("",)
    """Where below a place copies of it are looked for."""
    archives: tuple[str, ...] = ()
    """Names of archives that hold it."""
    downloads: tuple[tuple[Remote, ...], ...] = ()
    """Ways to get it, each a list of files that are needed together."""
    licence: str = ""

    @property
    def shapes(self) -> dict[str, Shape]:
        """Of the four arrays."""
        return {
            "x_train": (self.train, *self.image),
            "y_train": (self.train,),
            "x_test": (self.test, *self.image),
            "y_test": (self.test,),
        }

    @property
    def nbytes(self) -> int:
        """Of the decoded arrays, which is nearly the size of the file in the cache."""
        pixels = 1
        for size in self.image:
            pixels *= size
        return (self.train + self.test) * (pixels + 1)
