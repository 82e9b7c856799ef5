"""What a loader draws from, on the judge's side: passes in random order, every sample counted."""

from typing import Any

import numpy as np

from harness.model import Feed
from harness.sandbox.inside.nodes import WireError


class Draws:
    """One feed while it is drawn from."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._rng = np.random.default_rng(feed.seed)
        self._order = np.zeros(0, np.int64)
        self.drawn = 0

    @property
    def count(self) -> int:
        """How many different samples there are."""
        return len(self._feed.labels)

    @property
    def left(self) -> int:
        """How many samples may still be drawn."""
        return self._feed.samples - self.drawn

    def take(self, size: int, *, new: bool) -> dict[str, Any]:
        """The next samples of this pass, or of a new one, as far as there are any."""
        if size < 1:
            raise WireError(f"{size} samples were asked for")
        if new or not len(self._order):
            self._order = self._rng.permutation(len(self._feed.labels))
        number = min(size, self.left, len(self._order))
        chosen, self._order = self._order[:number], self._order[number:]
        self.drawn += number
        return {
            "inputs": self._feed.inputs[chosen],
            "labels": self._feed.labels[chosen],
            "left": self.left,
        }
