"""The same in the middle of a question.

honest: 10
expect: stopped.exit
fools: naive
"""

import os


def relu(x):
    print("points: 5", flush=True)
    os._exit(0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
