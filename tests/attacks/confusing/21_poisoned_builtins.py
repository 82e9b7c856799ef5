"""Poison the builtins that our own code inside calls.

honest: 20
expect: any
"""

import builtins

import numpy as np


def relu(x):
    for name in ("len", "isinstance", "type", "list", "dict", "bytes", "memoryview", "getattr"):
        setattr(builtins, name, lambda *arguments: None)
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
