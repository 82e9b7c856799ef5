"""A multilayer perceptron in NumPy. Read the handout, then replace every `raise`.

Check yourself with: harness check mlp
"""

import numpy as np


class MLP:
    """Affine layers with ReLU between them, and none after the last."""

    def __init__(self, sizes, seed):
        raise NotImplementedError

    def parameters(self):
        """[W1, b1, W2, b2, ...]: the very arrays that `forward` uses."""
        raise NotImplementedError

    def forward(self, x):
        """(N, sizes[0]) -> (N, sizes[-1]): logits, no softmax."""
        raise NotImplementedError

    def backward(self, grad_output):
        """The gradients by the parameters, in their order, for the latest `forward`.

        grad_output: the derivative of the loss by the logits; it holds the 1/N of the mean.
        """
        raise NotImplementedError


def train(loader, seed):
    """Learn MNIST from the loader. Return an object with predict(images) -> (N,) integers."""
    raise NotImplementedError


class Loader:
    """What `train` is given, for trying it at home: hands out samples until the budget is used up.

    images: (n, 784) float32 in [0, 1], labels: (n,) int64. Leave it as it is; it is not graded.
    """

    def __init__(self, images, labels, budget, seed):
        self.images, self.labels = images, labels
        self.remaining = budget
        self.count = len(labels)
        self.rng = np.random.default_rng(seed)

    def batches(self, batch_size):
        """One pass over all images in a new random order; ends early when nothing is left."""
        order = self.rng.permutation(self.count)
        for start in range(0, self.count, batch_size):
            rows = order[start : start + min(batch_size, self.remaining)]
            if len(rows) == 0:
                return
            self.remaining -= len(rows)
            yield self.images[rows], self.labels[rows]

    def __iter__(self):
        return self.batches(64)
