"""Leave files where everybody's temporary files lie.

honest: 20
expect: full
needs: files
bare: breach
"""

import numpy as np
from targets import MARK


for place in ("/tmp", "/var/tmp", "/run/lock", "/dev/shm"):
    try:
        with open(f"{place}/{MARK}-left", "w") as file:
            file.write("for whoever comes next")
    except OSError as error:
        print(error.strerror)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
