"""Regularization: penalties, dropout, batch normalisation, early stopping.

NumPy only; results have the dtype of their input, and inputs are never changed.
Check yourself with: harness check regularization
"""

import numpy as np


def l1_penalty(weights, strength):
    """strength times the sum of |w|: one number, for an array of any shape."""
    raise NotImplementedError


def l1_penalty_backward(weights, strength):
    """The slope of l1_penalty in every weight; at 0 any number from -strength to strength."""
    raise NotImplementedError


def l2_penalty(weights, strength):
    """strength times the sum of w squared: one number, for an array of any shape."""
    raise NotImplementedError


def l2_penalty_backward(weights, strength):
    """The slope of l2_penalty in every weight."""
    raise NotImplementedError


def dropout(x, rate, rng, training=True):
    """Drop each entry with probability rate, divide the others by 1 - rate; evaluation: a copy.

    Draw from rng, a numpy.random.Generator. In evaluation it may be None.
    """
    raise NotImplementedError


def dropout_backward(x, grad_output, rate, rng, training=True):
    """The gradient with respect to x; rng is in the state that it had before the forward call."""
    raise NotImplementedError


class BatchNorm:
    """Every feature to mean 0 and deviation 1 over the batch, then gamma and beta."""

    def __init__(self, features, momentum=0.1, eps=1e-5):
        raise NotImplementedError

    def forward(self, x, training=True):
        """x is (n, features). Training follows the batch, evaluation the running statistics."""
        raise NotImplementedError

    def backward(self, grad_output):
        """The gradient with respect to x; sets grad_gamma and grad_beta."""
        raise NotImplementedError


class EarlyStopping:
    """Says when the validation loss has not improved for patience epochs in a row."""

    def __init__(self, patience, min_delta=0.0):
        raise NotImplementedError

    def update(self, loss):
        """True if training should stop after this epoch."""
        raise NotImplementedError
