"""Vanish after the first question.

honest: 10
expect: missing.name
"""

import numpy as np


def relu(x):
    del globals()["relu"]
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
