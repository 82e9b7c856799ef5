"""Fork twice as often with every step. (Six steps, lest it be without end.)

honest: 10
expect: error | timeout
limits: seconds=2
"""

import ctypes
import os
import time

from targets import MARK


def relu(x):
    for _ in range(6):
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(15, MARK.encode())
    time.sleep(60)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
