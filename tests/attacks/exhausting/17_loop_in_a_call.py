"""Never answer, and ignore every signal that asks to.

honest: 10
expect: stopped.time
limits: seconds=0.5
"""

import signal


for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def relu(x):
    while True:
        pass


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
