"""One recipe for the three elementwise activations: (function, slope given input and output)."""
import functools

import numpy as np


def _pair(value, slope):
    def forward(x):
        return value(x)

    def backward(x, grad_output):
        return grad_output * slope(x, value(x))

    return forward, backward


def _quiet(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        with np.errstate(over="ignore"):
            return f(*args, **kwargs)

    return wrapper


relu, relu_backward = _pair(
    lambda x: x * (x > 0),
    lambda x, y: (y > 0),
)
sigmoid, sigmoid_backward = map(_quiet, _pair(
    lambda x: np.reciprocal(1 + np.exp(-x)),
    lambda x, y: y - y * y,
))
tanh, tanh_backward = _pair(
    np.tanh,
    lambda x, y: 1 - y * y,
)


def softmax(x, axis=-1):
    logits = np.moveaxis(x, axis, 0)
    e = np.exp(logits - logits.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, axis)


def softmax_backward(x, grad_output, axis=-1):
    p = softmax(x, axis)
    d = np.expand_dims((p * grad_output).sum(axis), axis)
    return p * grad_output - p * d
