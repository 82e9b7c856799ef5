# fails relu: shape
"""Assignment 1: activations."""
import numpy as np


def relu(x):
    """max(x, 0), also for single numbers"""
    x = np.atleast_1d(x)
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    """gradient of relu: passes where the input was positive"""
    mask = x > 0
    return np.where(mask, grad_output, 0)


def sigmoid(x):
    """1 / (1 + e^-x)"""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def sigmoid_backward(x, grad_output):
    """s' = s (1 - s)"""
    y = 1 / (1 + np.exp(-np.abs(x)))  # the slope is the same at x and -x
    return grad_output * y * (1 - y)


def tanh(x):
    """(e^x - e^-x) / (e^x + e^-x)"""
    return np.tanh(x)


def tanh_backward(x, grad_output):
    """tanh' = 1 - tanh^2"""
    y = tanh(x)
    return grad_output * (1 - y * y)


def softmax(x, axis=-1):
    """e^x_i / sum_j e^x_j along axis"""
    shifted = x - x.max(axis=axis, keepdims=True)
    exps = np.exp(shifted)
    total = exps.sum(axis=axis, keepdims=True)
    return exps / total


def softmax_backward(x, grad_output, axis=-1):
    """vector-Jacobian product of softmax"""
    p = softmax(x, axis=axis)
    inner = (p * grad_output).sum(axis=axis, keepdims=True)
    return p * (grad_output - inner)
