"""Raise an exception whose message has fifty million letters.

honest: 10
expect: error.raised
"""


def relu(x):
    raise ValueError("x" * 50_000_000)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
