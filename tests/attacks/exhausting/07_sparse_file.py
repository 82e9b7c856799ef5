"""Make a file of a pebibyte that takes no room, for whoever copies it.

honest: 20
expect: full
"""

import numpy as np


try:
    with open("sparse", "wb") as file:
        file.truncate(1 << 50)
        print("BREACHED: a pebibyte")
except OSError as error:
    print(error.strerror)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
