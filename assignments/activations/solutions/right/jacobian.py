"""Everything by the definition: softmax_backward builds the whole Jacobian of every row."""
import numpy as np


def relu(x):
    return (x + np.abs(x)) / 2


def relu_backward(x, grad_output):
    return np.where(x > 0, grad_output, 0)


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


def sigmoid_backward(x, grad_output):
    # s(x) * s(-x)
    return sigmoid(x) * sigmoid(-x) * grad_output


def tanh(x):
    t = np.expm1(-2 * np.abs(x))
    return np.sign(x) * (-t) / (t + 2)


def tanh_backward(x, grad_output):
    return grad_output * 4 * sigmoid(2 * x) * sigmoid(-2 * x)


def softmax(x, axis=-1):
    top = np.max(x, axis=axis, keepdims=True)
    return np.exp(x - top) / np.exp(x - top).sum(axis=axis, keepdims=True)


def softmax_backward(x, grad_output, axis=-1):
    s = np.moveaxis(softmax(x, axis), axis, -1)
    g = np.moveaxis(grad_output, axis, -1)
    identity = np.eye(s.shape[-1], dtype=x.dtype)
    # J[..., i, j] = s_i * (delta_ij - s_j)
    jacobian = s[..., :, None] * (identity - s[..., None, :])
    dx = np.einsum("...ij,...i->...j", jacobian, g)
    return np.moveaxis(dx, -1, axis)
