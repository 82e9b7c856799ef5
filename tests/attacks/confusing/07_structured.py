"""Return a structured array, with fields that overlap.

honest: 10
expect: refused.answer
"""

import numpy as np


def relu(x):
    fields = np.dtype({"names": ["a", "b"], "formats": ["f8", "f4"], "offsets": [0, 0]})
    return np.zeros(np.shape(x), fields)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
