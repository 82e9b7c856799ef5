import numpy as np


def relu(x):
    return np.maximum(0, x)


def sigmoid(x):
    # overflows for large negative x, but 1/inf is 0 anyway
    return 1 / (1 + np.exp(-x))


def tanh(x):
    return np.tanh(x)


def softmax(x, axis=-1):
    z = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return z / np.sum(z, axis=axis, keepdims=True)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)


def sigmoid_backward(x, grad_output):
    s = sigmoid(x)
    return grad_output * s * (1 - s)


def tanh_backward(x, grad_output):
    y = np.tanh(x)
    return grad_output * (1 - y * y)


def softmax_backward(x, grad_output, axis=-1):
    s = softmax(x, axis=axis)
    dot = np.sum(grad_output * s, axis=axis, keepdims=True)
    return s * (grad_output - dot)
