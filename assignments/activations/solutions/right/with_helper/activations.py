"""Hand-in: the names of the handout. The arithmetic is in stable.py."""
import numpy as np

from stable import along, logistic, normalized


def relu(x):
    return np.fmax(x, 0)


def relu_backward(x, grad_output):
    return np.choose(x > 0, [np.zeros_like(grad_output), grad_output])


def sigmoid(x):
    return logistic(x)


def sigmoid_backward(x, grad_output):
    return grad_output * logistic(x) * logistic(-x)


def tanh(x):
    return np.tanh(x)


def tanh_backward(x, grad_output):
    return grad_output - grad_output * np.tanh(x) ** 2


def softmax(x, axis=-1):
    return along(axis, normalized, x)


def softmax_backward(x, grad_output, axis=-1):
    def rows(z, g):
        p = normalized(z)
        return p * (g - np.einsum("...i,...i->...", p, g)[..., None])

    return along(axis, rows, x, grad_output)
