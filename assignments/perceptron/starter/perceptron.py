"""The perceptron. Read the handout, then replace every `raise`.

`x` is used as it is: no scaling, no shuffling. No argument is ever changed.
Check yourself with: harness check perceptron
"""

import numpy as np


class Perceptron:
    """A perceptron for two or more classes; all weights and biases start at zero."""

    def __init__(self, features, classes):
        raise NotImplementedError

    def fit(self, x, y, epochs):
        """Go through the rows in the order given, `epochs` times; learn from every mistake at once.

        x: (N, features), y: (N,) integers from 0 to classes - 1.
        """
        raise NotImplementedError

    def predict(self, x):
        """The class with the highest score for every row: (N,) integers."""
        raise NotImplementedError
