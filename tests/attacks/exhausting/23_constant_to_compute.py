"""Have the compiler compute something without end.

honest: 10
expect: stopped.time | error | memory
limits: seconds=0.5
"""


def relu(x):
    return eval("7 ** 7 ** 7 ** 7")


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
