"""Stay inside one call of C, which no exception can interrupt.

honest: 10
expect: stopped.time
limits: seconds=0.5
"""

import re


def relu(x):
    return re.match(r"(a+)+$", "a" * 60 + "b")


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
