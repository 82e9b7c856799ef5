"""Replace the streams by things that raise, close and never end.

honest: 20
expect: full
"""

import os
import sys

import numpy as np


class Stream:
    def write(self, text):
        raise SystemExit(text)

    def flush(self):
        raise KeyboardInterrupt


sys.stdout = sys.stderr = sys.__stdout__ = Stream()
os.close(1)
os.close(2)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
