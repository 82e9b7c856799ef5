"""Softmax regression: no hidden layer, plain gradient steps. Clearly weaker than a network.

    scores = x W + b        loss = mean cross-entropy        W, b ← W, b − α ∇loss

Shapes       images: (B, 784) floating in [0, 1]; labels: (B,) integers. predict: (N, 784) → (N,).
Stability    Softmax with the maximum subtracted. Single precision throughout.
Conventions  The same interface as every recipe: batches, and how many samples remain.
Blind spots  What lies between two classes on a line is beyond it, however long it trains.
Source       Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4.
"""

import numpy as np

from reference.recipes.mlp import Images, Labels, Loader, softmax


BATCH = 50
RATE = 0.2


class Linear:
    """One affine layer."""

    def __init__(self, features: int, classes: int) -> None:
        self.w = np.zeros((features, classes), dtype=np.float32)
        self.b = np.zeros(classes, dtype=np.float32)

    def predict(self, images: Images) -> Labels:
        """The class with the highest score."""
        return np.argmax(images @ self.w + self.b, axis=1)


def train(loader: Loader, seed: int) -> Linear:
    """A classifier that has seen the whole budget; it starts at zero and needs no seed."""
    del seed
    model, budget = Linear(784, 10), loader.remaining
    while loader.remaining > 0:
        for images, labels in loader.batches(BATCH):
            delta = softmax(images @ model.w + model.b)
            delta[np.arange(len(labels)), labels] -= 1
            rate = np.float32(RATE * max(loader.remaining, BATCH) / budget / len(labels))
            model.w -= rate * (images.T @ delta)
            model.b -= rate * delta.sum(axis=0)
    return model
