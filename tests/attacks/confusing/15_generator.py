"""Return a generator that never ends.

honest: 10
expect: refused.answer
"""


def relu(x):
    while True:
        yield 0.0


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
