"""Return the numbers as text.

honest: 10
expect: refused.answer
"""

import numpy as np


def relu(x):
    return np.maximum(x, 0).astype(str)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
