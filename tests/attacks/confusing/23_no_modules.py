"""Empty the table of modules, the import system and the finders.

honest: 20
expect: any
"""

import sys

import numpy as np


maximum = np.maximum
sys.meta_path.clear()
sys.path_hooks.clear()
sys.path.clear()
sys.modules.clear()


def relu(x):
    return maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
