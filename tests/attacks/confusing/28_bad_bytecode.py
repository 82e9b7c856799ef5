"""Run bytecode that no compiler wrote.

honest: 10
expect: any
"""


def relu(x):
    return x


relu.__code__ = relu.__code__.replace(co_code=b"\x64\xff" * 8 + b"\x53\x00", co_stacksize=0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
