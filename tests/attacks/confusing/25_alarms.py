"""Raise exceptions from signal handlers while our own code runs.

honest: 20
expect: any
"""

import signal

import numpy as np


def ring(*_):
    raise KeyboardInterrupt("from a handler")


signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
