"""Work in the input and return it: one memory for question and answer.

honest: 19
expect: mutation.arguments
"""

import numpy as np


def relu(x):
    if not x.flags.writeable:
        return np.maximum(x, 0)
    np.maximum(x, 0, out=x)
    return x


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
