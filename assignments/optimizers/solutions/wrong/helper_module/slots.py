"""One slot of memory for each parameter."""
import numpy as np


class Slots:
    def __init__(self, parameters, start=0.0):
        self.arrays = [np.full_like(p, start) for p in parameters]

    def blend(self, i, keep, add):
        """slot <- keep * slot + add, and a look at the result"""
        self.arrays[i] = keep * self.arrays[i] + add
        return self.arrays[i]


def move(parameter, change):
    """in place, also for 0-d arrays"""
    parameter[()] = parameter - change
