"""Return an array of more axes than a frame may have.

honest: 10
expect: refused.answer
"""

import numpy as np


def relu(x):
    return np.zeros((1,) * 30)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
