"""Leave something to do for the end: handlers, finalizers, and a thread that does not stop.

honest: 20
expect: full
"""

import atexit
import threading
import time

import numpy as np
from targets import MARK


class Last:
    def __del__(self):
        open(f"/tmp/{MARK}-finalizer", "w").close()


last = Last()
atexit.register(lambda: open(f"/tmp/{MARK}-handler", "w").close())
threading.Thread(target=time.sleep, args=(60,)).start()


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
