"""Raise exceptions that are each other's cause, ten thousand frames deep.

honest: 10
expect: error.raised
"""

import sys


def dig(depth):
    if depth == 0:
        one, other = ValueError("one"), ValueError("other")
        one.__cause__, other.__cause__ = other, one
        raise one
    dig(depth - 1)


def relu(x):
    sys.setrecursionlimit(20_000)
    dig(10_000)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
