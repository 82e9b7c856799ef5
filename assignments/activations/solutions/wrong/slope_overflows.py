# fails sigmoid_backward: overflow in the slope
# activations.py
import numpy as np


def relu(x):
    return x * (x > 0)


def relu_backward(x, grad_output):
    active = (x > 0).astype(grad_output.dtype)
    return active * grad_output


def sigmoid(x):
    result = np.zeros_like(x)
    pos = x >= 0
    result[pos] = 1 / (1 + np.exp(-x[pos]))
    z = np.exp(x[~pos])
    result[~pos] = z / (1 + z)
    return result


def sigmoid_backward(x, grad_output):
    # quotient rule
    e = np.exp(-x)
    return grad_output * e / (1 + e) ** 2


def tanh(x):
    return np.tanh(x)


def tanh_backward(x, grad_output):
    out = np.tanh(x)
    local = 1 - out ** 2
    return grad_output * local


def softmax(x, axis=-1):
    z = x - np.amax(x, axis=axis, keepdims=True)
    numerator = np.exp(z)
    denominator = np.sum(numerator, axis=axis, keepdims=True)
    return numerator / denominator


def softmax_backward(x, grad_output, axis=-1):
    out = softmax(x, axis)
    weighted = np.sum(out * grad_output, axis=axis, keepdims=True)
    return out * grad_output - out * weighted
