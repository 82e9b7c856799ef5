"""Return infinity, from which everything is equally far away.

honest: 10
expect: value | nonfinite
"""

import numpy as np


def relu(x):
    return np.full_like(x, np.inf)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
