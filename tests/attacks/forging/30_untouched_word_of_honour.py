"""Change the input, and patch our code inside so that it notices nothing.

honest: 20
expect: full
"""

# What is noticed around a call is noticed in the student's own process, and who patches our code
# there can hide it. One honest `.copy()` earns the same points; see docs/security.md.

import sys

import numpy as np


call = sys.modules["__harness__.call"]
call.same = lambda *pair: True
call._share = lambda *pair: False
call._moved = lambda *pair: False


def relu(x):
    x = np.array(x) if not x.flags.writeable else x
    np.maximum(x, 0, out=x)
    return x


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
