"""Return, print and raise half letters, which no encoding can write.

honest: 10
expect: refused.answer | error.raised
"""

import sys


print("\ud800 half")
sys.stdout.buffer.write(b"\xff\xfe\x00\x1b]0;title\x07\n")


def relu(x):
    if x.dtype == "float32":
        raise ValueError("\udfff half")
    return "\ud800"


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
