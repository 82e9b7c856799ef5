"""Lift Python's limit of recursion and call without end.

honest: 10
expect: stopped.signal | memory | stopped.time | error
limits: seconds=2
"""

import sys


sys.setrecursionlimit(10**9)


class Endless:
    def __repr__(self):
        return repr(self)


def relu(x):
    return repr(Endless())


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
