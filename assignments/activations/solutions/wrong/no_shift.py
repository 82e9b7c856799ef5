# fails softmax, softmax_backward: no shift
import numpy as np


def relu(x):
    return np.maximum(x, 0)


def sigmoid(x):
    t = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, t) / (1 + t)


def tanh(x):
    return np.tanh(x)


def softmax(x, axis=-1):
    e = np.exp(x)
    return e / np.sum(e, axis=axis, keepdims=True)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)


def sigmoid_backward(x, grad_output):
    s = sigmoid(x)
    return grad_output * s * (1 - s)


def tanh_backward(x, grad_output):
    return grad_output * (1 - np.tanh(x) ** 2)


def softmax_backward(x, grad_output, axis=-1):
    s = softmax(x, axis)
    return s * (grad_output - np.sum(grad_output * s, axis=axis, keepdims=True))
