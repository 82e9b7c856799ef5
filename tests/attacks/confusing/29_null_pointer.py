"""Read from address nothing.

honest: 10
expect: stopped.signal
"""

import ctypes


def relu(x):
    ctypes.string_at(0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
