"""Return the promise of an answer.

honest: 10
expect: refused.answer
"""

import numpy as np


async def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
