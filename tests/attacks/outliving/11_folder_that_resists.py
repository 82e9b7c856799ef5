"""Leave a folder that resists being removed: no rights, odd names, links that lead out.

honest: 20
expect: full
"""

import os

import numpy as np
from targets import BESIDE, HOME


os.makedirs("shut/in/side")
os.symlink(os.path.dirname(HOME), "shut/home")
os.symlink(os.path.dirname(BESIDE), "batch")
os.symlink("/", "root")
os.mkfifo("pipe")
open(b"\xff\xfe\n", "w").close()
os.chmod("shut/in", 0)
os.chmod("shut", 0)


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
