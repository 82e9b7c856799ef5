"""Read every environment that belongs to this process, as it was when each program began.

honest: 20
expect: full
"""

import os

import numpy as np


print(dict(os.environ))
for place in ("/proc/self/environ", f"/proc/{os.getpid()}/environ", "/proc/thread-self/environ"):
    try:
        print(open(place, "rb").read().decode(errors="replace").replace("\0", "\n"))
    except OSError as error:
        print(error.strerror)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
