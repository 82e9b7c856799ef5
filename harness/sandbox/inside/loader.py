"""The loader that a student trains with: every batch comes from the judge, who counts.

Samples come in handfuls, so that small batches cost no message each. A pass that is left early
leaves some of a handful behind; they are the first of the next pass, so none is lost and none is
counted twice.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .plain import Array


Fetch = Callable[[int, bool], tuple[Array, Array, int]]
"""Asks for so many samples, of a new pass or not; gives uint8 inputs, labels, what is left."""
Hand = Callable[[Array, Array], tuple[Any, Any]]
"""From uint8 inputs and int64 labels to what a batch is in this training."""
_BYTES = 2**20
"""Of inputs in one handful, at most; a batch that is larger comes as it is."""
_USUAL = 64


class Loader:
    """See the handout: `remaining`, `count`, `batches(batch_size)`, iteration in batches of 64."""

    def __init__(
        self, count: int, samples: int, fetch: Fetch, hand: Hand, look: Callable[[int], None]
    ) -> None:
        """`look` is told how many samples were drawn, before the next batch is handed out."""
        self._count, self._samples, self._left = count, samples, samples
        self._fetch, self._hand, self._look = fetch, hand, look
        self._inputs: Array | None = None
        self._labels: Array = np.zeros(0, np.int64)
        self._most = 1

    @property
    def count(self) -> int:
        """How many different samples there are."""
        return self._count

    @property
    def remaining(self) -> int:
        """How many samples may still be drawn."""
        return self._left + len(self._labels)

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        """One pass in batches of 64."""
        return self.batches(_USUAL)

    def batches(self, batch_size: int) -> Iterator[tuple[Any, Any]]:
        """One pass over the training samples, in a new random order."""
        if isinstance(batch_size, bool) or not isinstance(batch_size, int | np.integer):
            raise TypeError(f"batch_size is a whole number, not {type(batch_size).__name__}")
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}; it is at least 1")
        return self._pass(int(batch_size))

    def _pass(self, size: int) -> Iterator[tuple[Any, Any]]:
        due, new = self._count, True
        while due > 0 and self.remaining > 0:
            wanted = min(size, due)
            while len(self._labels) < wanted and self._left > 0:
                self._more(wanted, due, new=new)
                new = False  # nor is there a second one where another iterator used this one up
            self._look(self._samples - self.remaining)
            inputs, labels = self._take(wanted)
            due -= len(labels)
            yield self._hand(inputs, labels)

    def _more(self, wanted: int, due: int, *, new: bool) -> None:
        """Fetch another handful: whole batches, and no more than this pass still needs."""
        missing = wanted - len(self._labels)
        room = max(0, self._most // wanted - 1) * wanted
        number = min(missing + room, max(missing, due - len(self._labels)), self._left)
        inputs, labels, self._left = self._fetch(number, new)
        if len(labels):
            self._most = max(1, _BYTES // (inputs.nbytes // len(labels)))
        if self._inputs is not None and len(self._labels):
            inputs = np.concatenate([self._inputs, inputs])
            labels = np.concatenate([self._labels, labels])
        self._inputs, self._labels = inputs, labels

    def _take(self, number: int) -> tuple[Array, Array]:
        assert self._inputs is not None
        inputs, self._inputs = self._inputs[:number], self._inputs[number:]
        labels, self._labels = self._labels[:number], self._labels[number:]
        return inputs, labels.copy()
