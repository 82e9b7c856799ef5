"""Leave a service that waits for the next submission.

honest: 20
expect: full
"""

import ctypes
import os
import socket

import numpy as np
from targets import MARK


if os.fork() == 0:
    ctypes.CDLL(None).prctl(15, MARK.encode())
    os.setsid()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(60)
    try:
        listener.accept()
    finally:
        os._exit(0)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
