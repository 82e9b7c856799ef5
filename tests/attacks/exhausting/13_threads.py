"""Start threads until there are no more.

honest: 20
expect: any
"""

import threading
import time

import numpy as np


try:
    for _ in range(300):
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
except RuntimeError as error:
    print(error)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
