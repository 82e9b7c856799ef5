"""Poison NumPy: the functions that anybody else in this process would use.

honest: 10
expect: any
"""

import numpy as np


def lie(*arguments, **options):
    return np.ndarray(())


for name in ("array", "asarray", "frombuffer", "zeros", "dtype", "array_equal", "shares_memory"):
    setattr(np, name, lie)


def relu(x):
    return x


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
