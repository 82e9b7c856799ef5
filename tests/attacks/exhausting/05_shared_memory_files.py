"""Fill what lies in memory and looks like a disk.

honest: 20
expect: full
needs: files
bare: breach
"""

import os

import numpy as np
from targets import MARK


written = 0
for place in ("/dev/shm", "/tmp"):
    try:
        for number in range(64):
            path = f"{place}/{MARK}-{number}"
            with open(path, "wb") as file:
                written += file.write(bytes(1 << 20))
    except OSError as error:
        print(error.strerror)
if written > 64 << 20:
    print("BREACHED: more lies in memory than is allowed")


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
