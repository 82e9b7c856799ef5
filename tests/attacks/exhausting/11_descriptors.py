"""Hold every descriptor there is.

honest: 20
expect: full
"""

import numpy as np


held = []
try:
    while len(held) < 100_000:
        held.append(open("/dev/null"))
except OSError as error:
    print(error.strerror)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
