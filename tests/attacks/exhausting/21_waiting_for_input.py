"""Wait for somebody to type.

honest: 10
expect: error.raised
"""


def relu(x):
    return input("relu? ")


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
