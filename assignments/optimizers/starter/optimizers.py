"""Optimizers: SGD with momentum, Adam, AdaGrad.

`parameters` is a list of NumPy arrays. `step` changes these arrays where they lie. `lr` is a public
attribute that may be set between two steps. Check yourself with: harness check optimizers
"""

import numpy as np


class SGD:
    """Gradient descent with momentum.

    v <- momentum * v + g            theta <- theta - lr * v
    """

    def __init__(self, parameters, lr, momentum=0.0):
        raise NotImplementedError

    def step(self, gradients):
        """Change every parameter in place; gradients[i] belongs to parameters[i]."""
        raise NotImplementedError


class Adam:
    """Steps divided by the recent size of the gradient, with bias correction."""

    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        raise NotImplementedError

    def step(self, gradients):
        """Change every parameter in place; gradients[i] belongs to parameters[i]."""
        raise NotImplementedError


class AdaGrad:
    """Steps divided by the root of the sum of all squared gradients so far."""

    def __init__(self, parameters, lr, eps=1e-10):
        raise NotImplementedError

    def step(self, gradients):
        """Change every parameter in place; gradients[i] belongs to parameters[i]."""
        raise NotImplementedError
