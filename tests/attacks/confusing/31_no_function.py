"""Define the name as something that cannot be called, and call it callable.

honest: 10
expect: missing.uncallable | error.raised
"""

import builtins


builtins.callable = lambda thing: True
relu = 20


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
