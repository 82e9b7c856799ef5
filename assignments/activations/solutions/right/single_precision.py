"""Every constant in the dtype of the input: no float64 sneaks into a float32 computation."""
import numpy as np


def _in(x, number):
    return x.dtype.type(number)


def relu(x):
    return np.where(x > _in(x, 0), x, _in(x, 0))


def relu_backward(x, grad_output):
    mask = (x > _in(x, 0)).astype(x.dtype)
    return mask * grad_output


def sigmoid(x):
    one = _in(x, 1)
    z = np.exp(-np.abs(x))
    return np.where(x < 0, z / (one + z), one / (one + z))


def sigmoid_backward(x, grad_output):
    one = _in(x, 1)
    s = sigmoid(x)
    return (s * (one - s)) * grad_output


def tanh(x):
    return np.tanh(x, dtype=x.dtype)


def tanh_backward(x, grad_output):
    y = tanh(x)
    return (_in(x, 1) - y ** 2) * grad_output


def softmax(x, axis=-1):
    e = np.exp(np.subtract(x, x.max(axis=axis, keepdims=True), dtype=x.dtype))
    return e / e.sum(axis=axis, keepdims=True, dtype=x.dtype)


def softmax_backward(x, grad_output, axis=-1):
    s = softmax(x, axis)
    weighted = (grad_output * s).sum(axis=axis, keepdims=True, dtype=x.dtype)
    return (grad_output - weighted) * s
