"""Sets that are made and not fetched: a rule and a seed are all that there is of them."""

from collections.abc import Callable
from dataclasses import dataclass

from harness.data import expressions
from harness.data.arrays import Arrays, digest
from harness.model import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A set by name: its size, its identity, and what makes it."""

    name: str
    title: str
    train: int
    test: int
    classes: int
    digest: str
    """Of the arrays: a version that makes others gives them another name."""
    make: Callable[[], Arrays]

    def arrays(self) -> Arrays:
        """The set, proved to be the one that the name stands for."""
        made = self.make()
        if (got := digest(made)) != self.digest:
            raise Fault(
                f"{self.name} comes out otherwise here than elsewhere: expected arrays of SHA-256 "
                f"{self.digest[:16]}…, got {got[:16]}…. Use a NumPy release, and report this."
            )
        return made


EXPRESSIONS = Made(
    name="expressions",
    title="Expressions",
    train=expressions.TRAIN,
    test=expressions.TEST,
    classes=expressions.CLASSES,
    digest="4d4121a0a7e926bf828e91a7f6304697618f2a359c3db0c98bbee3b626a622f9",
    make=expressions.make,
)
MADE = {made.name: made for made in (EXPRESSIONS,)}
