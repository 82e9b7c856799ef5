"""A network of one hidden layer, trained well: He's start, Adam, a learning rate that falls to 0.

    h = max(x W₁ + b₁, 0)        scores = h W₂ + b₂        loss = mean cross-entropy
    αₜ = α · remaining samples / budget

Shapes       images: (B, 784) floating in [0, 1]; labels: (B,) integers. predict: (N, 784) → (N,).
Stability    Softmax with the maximum subtracted. Single precision throughout.
Conventions  Only what the loader offers is used: batches and how many samples remain. One step for
             each batch that was drawn.
Blind spots  A slice of 10,000 images is learned by heart; the accuracy there says less about the
             recipe than about the slice.
Source       LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998; He, Zhang, Ren and Sun,
             Delving Deep into Rectifiers, 2015; Kingma and Ba, Adam, 2015.
"""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float, Integer


Images = Float[np.ndarray, "batch pixels"]
Labels = Integer[np.ndarray, "batch"]
Arrays = list[Float[np.ndarray, "..."]]

SIZES = (784, 256, 10)
BATCH = 50
RATE = 4e-3
BETAS = 0.9, 0.999
EPS = 1e-8


@runtime_checkable
class Loader(Protocol):
    """Where batches come from, until the budget is used up."""

    remaining: int

    def batches(self, batch_size: int) -> Iterator[tuple[Images, Labels]]:
        """One pass over the training images."""


class Network:
    """Two affine layers with a rectifier between them."""

    def __init__(self, sizes: tuple[int, int, int], rng: np.random.Generator) -> None:
        features, hidden, classes = sizes
        self.parameters: Arrays = [
            rng.normal(0, np.sqrt(2 / features), (features, hidden)).astype(np.float32),
            np.zeros(hidden, dtype=np.float32),
            rng.normal(0, np.sqrt(2 / hidden), (hidden, classes)).astype(np.float32),
            np.zeros(classes, dtype=np.float32),
        ]

    def predict(self, images: Images) -> Labels:
        """The class with the highest score."""
        w1, b1, w2, b2 = self.parameters
        return np.argmax(np.maximum(images @ w1 + b1, 0) @ w2 + b2, axis=1)

    def gradients(self, x: Images, labels: Labels) -> Arrays:
        """The mean cross-entropy's gradients, one for each parameter."""
        w1, b1, w2, b2 = self.parameters
        h = np.maximum(x @ w1 + b1, 0)
        delta = softmax(h @ w2 + b2)
        delta[np.arange(len(labels)), labels] -= 1
        delta /= len(labels)
        below = (delta @ w2.T) * (h > 0)
        return [x.T @ below, below.sum(axis=0), h.T @ delta, delta.sum(axis=0)]


def softmax(scores: Float[np.ndarray, "batch classes"]) -> Float[np.ndarray, "batch classes"]:
    """Probabilities, row by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


class Adam:
    """Moments for each parameter; moves the parameters where they lie."""

    def __init__(self, parameters: Arrays) -> None:
        self.parameters, self.t = parameters, 0
        self.m, self.v = ([np.zeros_like(p) for p in parameters] for _ in range(2))

    def step(self, gradients: Arrays, rate: float) -> None:
        """One step of this rate."""
        self.t += 1
        beta1, beta2 = BETAS
        rate *= (1 - beta2**self.t) ** 0.5 / (1 - beta1**self.t)
        for i, g in enumerate(gradients):
            self.m[i] += (1 - beta1) * (g - self.m[i])
            self.v[i] += (1 - beta2) * (g * g - self.v[i])
            self.parameters[i] -= rate * self.m[i] / (np.sqrt(self.v[i]) + EPS)


def train(loader: Loader, seed: int) -> Network:
    """A network that has seen the whole budget, one Adam step a batch."""
    model = Network(SIZES, np.random.default_rng(seed))
    optimizer, budget = Adam(model.parameters), loader.remaining
    while loader.remaining > 0:
        for images, labels in loader.batches(BATCH):
            rate = RATE * max(loader.remaining, BATCH) / budget
            optimizer.step(model.gradients(images, labels), rate)
    return model
