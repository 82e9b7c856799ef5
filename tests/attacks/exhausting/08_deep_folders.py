"""Make folders inside each other until no path is long enough.

honest: 20
expect: full
"""

import os

import numpy as np


home = os.getcwd()
try:
    for _ in range(1500):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
except OSError as error:
    print(error.strerror)
os.chdir(home)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
