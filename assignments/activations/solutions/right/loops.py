# I wanted to see every number once, so: plain Python loops and the math module.
import math

import numpy as np


def _each(f, *arrays):
    out = np.empty(arrays[0].shape, dtype=arrays[0].dtype)
    for index in np.ndindex(*arrays[0].shape):
        out[index] = f(*[float(a[index]) for a in arrays])
    return out


def _sig(v):
    if v >= 0:
        return 1.0 / (1.0 + math.exp(-v))
    e = math.exp(v)
    return e / (1.0 + e)


def relu(x):
    return _each(lambda v: v if v > 0 else 0.0, x)


def relu_backward(x, grad_output):
    def local(v, g):
        if v > 0:
            return g
        if v == 0:
            return g / 2  # halfway between the two sides
        return 0.0

    return _each(local, x, grad_output)


def sigmoid(x):
    return _each(_sig, x)


def sigmoid_backward(x, grad_output):
    return _each(lambda v, g: g * _sig(v) * _sig(-v), x, grad_output)


def tanh(x):
    return _each(math.tanh, x)


def tanh_backward(x, grad_output):
    return _each(lambda v, g: g * (1 - math.tanh(v) ** 2), x, grad_output)


def _softmax_row(row):
    biggest = max(row)
    powers = [math.exp(v - biggest) for v in row]
    total = math.fsum(powers)
    return [p / total for p in powers]


def softmax(x, axis=-1):
    moved = np.moveaxis(x, axis, -1)
    out = np.empty(moved.shape, dtype=x.dtype)
    for index in np.ndindex(*moved.shape[:-1]):
        out[index] = _softmax_row([float(v) for v in moved[index]])
    return np.moveaxis(out, -1, axis).copy()


def softmax_backward(x, grad_output, axis=-1):
    moved = np.moveaxis(x, axis, -1)
    grads = np.moveaxis(grad_output, axis, -1)
    out = np.empty(moved.shape, dtype=x.dtype)
    for index in np.ndindex(*moved.shape[:-1]):
        p = _softmax_row([float(v) for v in moved[index]])
        g = [float(v) for v in grads[index]]
        mean = math.fsum(a * b for a, b in zip(p, g))
        out[index] = [a * (b - mean) for a, b in zip(p, g)]
    return np.moveaxis(out, -1, axis).copy()
