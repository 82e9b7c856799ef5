"""Return an array and change it afterwards from a thread.

honest: 20
expect: any
"""

import threading
import time

import numpy as np


answers = []


def spoil():
    while True:
        for answer in answers:
            answer[...] = -7
        time.sleep(0.001)


threading.Thread(target=spoil, daemon=True).start()


def relu(x):
    answers.append(np.maximum(x, 0))
    return answers[-1]


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
