"""Activation functions and their gradients. Read the handout, then replace every `raise`.

Arrays are NumPy, float32 or float64. Every result is a new array with the shape and dtype of x;
no argument is ever changed.
"""
import numpy as np


def relu(x):
    """max(0, x), entry by entry."""
    raise NotImplementedError


def sigmoid(x):
    """1 / (1 + e^-x), entry by entry."""
    raise NotImplementedError


def tanh(x):
    """(e^x - e^-x) / (e^x + e^-x), entry by entry."""
    raise NotImplementedError


def softmax(x, axis=-1):
    """e^x_i / sum_j e^x_j, the sum along `axis`."""
    raise NotImplementedError


def relu_backward(x, grad_output):
    """dL/dx for y = relu(x), given grad_output = dL/dy. x is the input of relu."""
    raise NotImplementedError


def sigmoid_backward(x, grad_output):
    """dL/dx for y = sigmoid(x), given grad_output = dL/dy. x is the input of sigmoid."""
    raise NotImplementedError


def tanh_backward(x, grad_output):
    """dL/dx for y = tanh(x), given grad_output = dL/dy. x is the input of tanh."""
    raise NotImplementedError


def softmax_backward(x, grad_output, axis=-1):
    """dL/dx for y = softmax(x, axis), given grad_output = dL/dy. Has the shape of x."""
    raise NotImplementedError
