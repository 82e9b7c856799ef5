"""Leave dead children that nobody buries: each keeps its number.

honest: 20
expect: any
limits: processes=8
"""

import os

import numpy as np


try:
    for _ in range(40):
        if os.fork() == 0:
            os._exit(0)
except OSError as error:
    print(error.strerror)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
