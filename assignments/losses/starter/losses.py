"""Loss functions and their gradients. See the handout for what each has to return."""

import numpy as np


def mse(prediction, target):
    """Mean of (prediction − target)² over all entries, without ½.

    prediction: floating, any shape      target: same shape, floating or integer
    returns a scalar of prediction's dtype
    """
    raise NotImplementedError


def mse_backward(prediction, target):
    """Gradient of mse with respect to prediction: same shape and dtype."""
    raise NotImplementedError


def binary_cross_entropy(probability, target):
    """Mean of −[t log p + (1 − t) log(1 − p)] over all entries.

    probability: floating, in [0, 1]     target: same shape, 0 or 1, floating or integer
    returns a scalar of probability's dtype, never NaN; p = 0 with t = 1 costs at least 15
    """
    raise NotImplementedError


def binary_cross_entropy_backward(probability, target):
    """Gradient of binary_cross_entropy with respect to probability. Never NaN."""
    raise NotImplementedError


def cross_entropy(logits, labels):
    """Mean over rows of −log softmax(logits)[label], exact for logits up to ±1e4.

    logits: (N, C) floating              labels: (N,) integer, 0 … C − 1
    returns a scalar of logits' dtype
    """
    raise NotImplementedError


def cross_entropy_backward(logits, labels):
    """Gradient of cross_entropy with respect to logits: (N, C)."""
    raise NotImplementedError


def hinge(score, target):
    """Mean of max(0, 1 − target · score) over all entries.

    score: floating, any shape           target: same shape, −1 or +1, floating or integer
    returns a scalar of score's dtype
    """
    raise NotImplementedError


def hinge_backward(score, target):
    """A (sub)gradient of hinge with respect to score: same shape and dtype."""
    raise NotImplementedError


def kl_divergence(p, q):
    """Mean over rows of D(P‖Q) = Σ p log(p / q), with 0 log 0 = 0.

    p, q: (N, C), or (C,) for one distribution; every row sums to 1
    returns a scalar of p's dtype, never NaN; q = 0 with p = 1 costs at least 15
    """
    raise NotImplementedError


def kl_divergence_backward(p, q):
    """Gradient of kl_divergence with respect to q: the shape of q. Never NaN."""
    raise NotImplementedError


def nll(log_probability, labels):
    """Mean over rows of −log_probability[label].

    log_probability: (N, C) floating, −inf allowed for other classes
    labels: (N,) integer, 0 … C − 1
    returns a scalar of log_probability's dtype
    """
    raise NotImplementedError


def nll_backward(log_probability, labels):
    """Gradient of nll with respect to log_probability: (N, C)."""
    raise NotImplementedError


def gaussian_nll(x, mean, variance):
    """Mean of ½ [log 2π + log variance + (x − mean)² / variance] over all entries.

    x, mean, variance: floating, all of one shape; variance ≥ 1e-4
    returns a scalar of x's dtype
    """
    raise NotImplementedError


def gaussian_nll_backward(x, mean, variance):
    """Gradient of gaussian_nll with respect to mean: same shape and dtype as x."""
    raise NotImplementedError
