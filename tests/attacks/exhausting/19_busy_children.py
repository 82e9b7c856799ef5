"""Let children compute while the parent sleeps: its own processor time stays nil.

honest: 10
expect: stopped.time
limits: seconds=0.5
"""

import os
import time


def relu(x):
    for _ in range(4):
        if os.fork() == 0:
            while True:
                pass
    time.sleep(600)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
