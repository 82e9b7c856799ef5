"""Leave named shared memory and a named semaphore.

honest: 20
expect: full
needs: files
bare: breach
"""

import ctypes
import os

import numpy as np
from targets import MARK


libc = ctypes.CDLL(None)
libc.shm_open(f"/{MARK}".encode(), os.O_CREAT | os.O_RDWR, 0o600)
libc.sem_open(f"/{MARK}".encode(), os.O_CREAT, 0o600, 1)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
