"""Fork twice, into a session of its own, deaf to every signal.

honest: 20
expect: full
"""

import ctypes
import os
import signal
import time

import numpy as np
from targets import MARK


if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    ctypes.CDLL(None).prctl(15, MARK.encode())
    for number in (1, 2, 3, 13, 15):
        signal.signal(number, signal.SIG_IGN)
    os.closerange(0, 3)
    time.sleep(60)
    os._exit(0)
os.wait()


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
