"""Fill the disk with files that are each small enough.

honest: 20
expect: full
needs: space
bare: breach
"""

import numpy as np


written = 0
try:
    for number in range(200):
        with open(f"{number}.bin", "wb") as file:
            written += file.write(bytes(1 << 20))
except OSError as error:
    print(error.strerror)
if written > 100 << 20:
    print("BREACHED: a hundred times what is allowed lies on the disk")


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
