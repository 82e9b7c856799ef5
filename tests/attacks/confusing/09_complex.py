"""Return complex numbers: their real parts are wrong and their imaginary ones distract.

honest: 10
expect: value | dtype | shape
"""

import numpy as np


def relu(x):
    return np.minimum(x, 0) + 1j * np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
