"""Replace the module's namespace: names that act when they are looked up.

honest: 20
expect: any
"""

import sys
import types

import numpy as np


class Acting(types.ModuleType):
    def __getattribute__(self, name):
        raise SystemExit(name)


sys.modules[__name__].__class__ = Acting


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
