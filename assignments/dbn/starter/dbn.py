"""Boltzmann machines and deep belief networks in NumPy. Read the handout, then replace every `raise`.

Check yourself with: harness check dbn
"""

import numpy as np


class RBM:
    """Two layers of binary units: weights (visible, hidden), visible_bias, hidden_bias."""

    def __init__(self, visible, hidden, seed):
        raise NotImplementedError

    def free_energy(self, v):
        """(n, visible) -> (n,): minus the logarithm of the sum over all hidden states."""
        raise NotImplementedError

    def contrastive_divergence(self, v, lr, rng):
        """One step of CD-1 on a batch: changes the three arrays. Draw from rng."""
        raise NotImplementedError

    def sample(self, v, steps, rng):
        """(n, visible) zeros and ones -> the same after so many full Gibbs steps."""
        raise NotImplementedError


class DBN:
    """Machines on top of each other: rbms is a list, one for each pair of neighbouring sizes."""

    def __init__(self, sizes, seed):
        raise NotImplementedError

    def pretrain(self, images):
        """Train the machines from below, each on what the one before says of the images."""
        raise NotImplementedError

    def transform(self, images):
        """(n, sizes[0]) -> (n, sizes[-1]): the last machine's hidden probabilities."""
        raise NotImplementedError
