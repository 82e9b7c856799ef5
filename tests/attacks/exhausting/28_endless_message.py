"""Raise an exception whose message is never finished.

honest: 10
expect: stopped.time
limits: seconds=0.5
"""


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def relu(x):
    raise Endless


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
