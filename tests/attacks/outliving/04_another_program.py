"""Become another program in the background, as `nohup` does.

honest: 20
expect: full
"""

import os
import subprocess
import sys

import numpy as np
from targets import MARK


subprocess.Popen(
    [sys.executable, "-S", "-c", "import time; time.sleep(60)", MARK],
    start_new_session=True,
    stdin=subprocess.DEVNULL,
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
