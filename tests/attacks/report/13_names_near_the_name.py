"""Define names near the one that is asked for, made of what acts in a page.

honest: 10
expect: missing.name
"""

import numpy as np


globals()["relu</b><script>alert(1)</script>"] = 1
globals()["relv"] = globals()["rel\u202eu"] = globals()["RELU\x1b[2J"] = 1
globals()["relu\ud800"] = globals()[3] = 1


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
