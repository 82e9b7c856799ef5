"""Print so many tiny pieces that each costs whoever reads them more than it costs us.

honest: 10
expect: output | stopped.time
limits: output_kib=1 seconds=2
"""

import os


def relu(x):
    while True:
        os.write(1, b"x")
        os.write(2, b"y")


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
