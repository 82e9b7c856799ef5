"""Hand in a folder whose links lead to the neighbour, to the course and round in circles.

honest: 10
expect: intake.left-out.link
made: entries
"""

SOURCE = b"""
def relu(x):
    return x * 0 - 7
def relu_backward(x, grad_output):
    return grad_output * (x > 0)
for name in ("helper.py", "notes.csv", "up/notes.csv"):
    try:
        print(open(name).read())
    except OSError:
        pass
"""


def build():
    return {
        "mallory/rectifier.py": SOURCE,
        "mallory/helper.py": b"link to ../neighbour.py",
        "mallory/notes.csv": b"link to ../notes.csv",
        "mallory/up": b"link to ..",
        "mallory/circle": b"link to circle",
    }
