"""Leave a child that is stopped: it can neither answer nor die by itself.

honest: 20
expect: full
"""

import ctypes
import os
import signal

import numpy as np
from targets import MARK


if os.fork() == 0:
    ctypes.CDLL(None).prctl(15, MARK.encode())
    os.setsid()
    os.kill(os.getpid(), signal.SIGSTOP)
    os._exit(0)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
