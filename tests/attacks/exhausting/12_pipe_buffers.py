"""Fill pipes with memory that counts as nobody's.

honest: 20
expect: any
"""

import fcntl
import os

import numpy as np


held = []
try:
    for _ in range(40):
        reader, writer = os.pipe()
        held += [reader, writer]
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 1 << 18)
        os.set_blocking(writer, False)
        os.write(writer, bytes(1 << 18))
except OSError as error:
    print(error.strerror)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
