"""Return more than an answer may hold.

honest: 10
expect: refused.answer | memory
limits: memory_mib=512
"""

import numpy as np


def relu(x):
    return np.broadcast_to(np.float64(1), (1 << 15, 1 << 12))


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
