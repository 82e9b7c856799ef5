"""A deep belief network, pretrained well enough: CD-1, small batches, six epochs.

    h₀ = σ(v₀ W + b)    v₁ = σ(s Wᵀ + a), s drawn by h₀    h₁ = σ(v₁ W + b)
    W += α (v₀ᵀh₀ − v₁ᵀh₁)/n    a += α mean(v₀ − v₁)    b += α mean(h₀ − h₁)

Shapes       sizes: numbers of units, from the pixels up. images: (n, sizes[0]) floating in [0, 1].
             transform: (n, sizes[−1]) in the dtype of the images.
Stability    The sigmoid takes the side that cannot overflow.
Conventions  Visible probabilities throughout. Hidden probabilities are fed upwards.
Blind spots  A linear classifier on 64 features says little about how likely a machine finds
             digits, and random features are not far behind.
Source       Hinton, A Practical Guide to Training Restricted Boltzmann Machines, 2010.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from jaxtyping import Float


Rows = Float[np.ndarray, "n units"]

EPOCHS, BATCH, RATE = 6, 20, 0.1


def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(−x))."""
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small, 1.0) / (1 + small)


class RBM:
    """Two layers of binary units."""

    def __init__(self, visible: int, hidden: int, seed: int) -> None:
        self.weights = np.random.default_rng(seed).normal(0, 0.01, (visible, hidden))
        self.visible_bias, self.hidden_bias = np.zeros(visible), np.zeros(hidden)

    def up(self, v: Rows) -> Rows:
        """Hidden probabilities."""
        return sigmoid(v @ self.weights + self.hidden_bias)

    def contrastive_divergence(self, v0: Rows, lr: float, rng: np.random.Generator) -> None:
        """One step on one batch."""
        h0 = self.up(v0)
        states = (rng.random(h0.shape) < h0).astype(np.float64)
        v1 = sigmoid(states @ self.weights.T + self.visible_bias)
        h1 = self.up(v1)
        self.weights += lr * (v0.T @ h0 - v1.T @ h1) / len(v0)
        self.visible_bias += lr * (v0 - v1).mean(axis=0)
        self.hidden_bias += lr * (h0 - h1).mean(axis=0)


class DBN:
    """Machines on top of each other."""

    def __init__(self, sizes: list[int], seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        pairs = list(pairwise(sizes))
        self.rbms = [RBM(*pair, int(self.rng.integers(2**31))) for pair in pairs]

    def pretrain(self, images: Rows) -> None:
        """From below, one machine after the other."""
        v = images.astype(np.float64)
        for rbm in self.rbms:
            for _ in range(EPOCHS):
                for rows in np.split(self.rng.permutation(len(v)), range(BATCH, len(v), BATCH)):
                    rbm.contrastive_divergence(v[rows], RATE, self.rng)
            v = rbm.up(v)

    def transform(self, images: Rows) -> Any:
        """Hidden probabilities of the last machine."""
        features: Any = images
        for rbm in self.rbms:
            features = rbm.up(features)
        return features.astype(images.dtype)
