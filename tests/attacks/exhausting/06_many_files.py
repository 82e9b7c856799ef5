"""Make so many files that none can be made any more.

honest: 20
expect: full
"""

import os

import numpy as np


try:
    for folder in range(20):
        os.mkdir(f"d{folder}")
        for number in range(200):
            open(f"d{folder}/{number}", "w").close()
except OSError as error:
    print(error.strerror)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
