"""Replace one's own file after it was read, so that a second look sees another one.

honest: 20
expect: full
needs: files
bare: breach
"""

import os

import numpy as np
from targets import BESIDE


path = os.path.join(os.path.dirname(BESIDE), "mallory", "rectifier.py")
try:
    with open(path, "w") as file:
        file.write("# nothing\n")
except OSError as error:
    print(error.strerror)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
