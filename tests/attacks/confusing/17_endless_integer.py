"""Return an integer of a million digits: writing it down takes longer than computing it.

honest: 10
expect: refused.answer
"""


def relu(x):
    return [1 << 4_000_000]


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
