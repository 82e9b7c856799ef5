"""Return a list of a million numbers, each a node of the answer's tree.

honest: 10
expect: refused.answer
"""


def relu(x):
    return [0.0] * 10**6


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
