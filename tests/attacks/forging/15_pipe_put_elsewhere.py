"""Put our own file where the pipe of answers was, and answer into it.

honest: 10
expect: stopped.protocol | stopped.exit | stopped.time
limits: seconds=1
"""

import os


def relu(x):
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3, 256):
        if number != nothing:
            try:
                os.dup2(nothing, number)
            except OSError:
                pass
    return x


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
