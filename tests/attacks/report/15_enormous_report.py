"""Let everything that a report shows be as long as it may be.

honest: 0
expect: error.raised
limits: output_kib=64
"""

print("&\"<" * 20_000)


def relu(x):
    raise type("&" * 190, (Exception,), {})("\"'<&>" * 5_000)


def relu_backward(x, grad_output):
    deep(300)


def deep(depth):  # """""""""""""""""""""""""""""""""""""""""""""""""""""""""""""""""""""""""""""
    return deep(depth - 1) if depth else 1 / 0  # <<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<
