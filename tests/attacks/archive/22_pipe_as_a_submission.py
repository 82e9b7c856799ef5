"""Hand in a pipe: whoever opens it waits for ever.

honest: 10
expect: intake.special | intake.unknown | intake.left-out.special
made: entries
"""

SOURCE = b"""
def relu(x):
    return x * 0 - 7
def relu_backward(x, grad_output):
    return grad_output * (x > 0)
"""


def build():
    return {
        "mallory.py": b"named pipe",
        "trudy/rectifier.py": SOURCE,
        "trudy/data.csv": b"named pipe",
    }
