"""Random orders from a seed."""
import numpy as np


class Deck:
    """A shuffled deck of row numbers."""

    def __init__(self, count, seed):
        self.rng = np.random.Generator(np.random.PCG64())
        self.seed = seed
        self.cards = np.arange(count)
        self.rng.shuffle(self.cards)

    def deal(self, size):
        """Hands of `size` cards until the deck is used up."""
        for start in range(0, len(self.cards), size):
            yield self.cards[start:start + size]

    def hands(self, number):
        return [self.cards[k::number] for k in range(number)]
