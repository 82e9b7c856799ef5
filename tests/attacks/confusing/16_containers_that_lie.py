"""Return lists and dicts whose iterators never end and whose keys hash differently each time.

honest: 10
expect: refused.answer | shape
"""

import itertools


class List(list):
    def __iter__(self):
        return itertools.repeat(0.0)

    def __len__(self):
        return 2**62


class Key(str):
    def __hash__(self):
        while True:
            pass


class Dict(dict):
    def items(self):
        return ((str(number), 0.0) for number in itertools.count())


def relu(x):
    return List([Dict(a=1.0), List([1.0])])


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
