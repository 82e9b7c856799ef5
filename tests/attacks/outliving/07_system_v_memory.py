"""Leave a System V segment, which belongs to no process.

honest: 20
expect: full
needs: ipc
bare: breach
"""

import ctypes

import numpy as np
from targets import KEY


number = ctypes.CDLL(None).shmget(KEY, 1 << 20, 0o1600)
print(number)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
