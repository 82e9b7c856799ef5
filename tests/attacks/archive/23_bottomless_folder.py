"""Hand in folders inside each other, deeper than a path may be long.

honest: 10
expect: intake.left-out.deep
made: entries
"""

SOURCE = b"""
def relu(x):
    return x * 0 - 7
def relu_backward(x, grad_output):
    return grad_output * (x > 0)
"""


def build():
    return {"mallory/rectifier.py": SOURCE, "mallory/" + "d/" * 60 + "deep.py": b"x = 1\n"}
