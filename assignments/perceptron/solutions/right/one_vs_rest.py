import numpy as np


class Binary:
    """The classical perceptron with targets +1 and -1."""

    def __init__(self, n):
        self.w = np.zeros(n)
        self.b = 0.0

    def score(self, x):
        return x.dot(self.w) + self.b

    def update(self, x, t):
        if t * self.score(x) <= 0:
            self.w = self.w + t * x
            self.b = self.b + t


class Perceptron:
    def __init__(self, features, classes):
        self.units = [Binary(features) for _ in range(classes)]

    def fit(self, x, y, epochs):
        for _ in range(epochs):
            for row, label in zip(x, y):
                for c, unit in enumerate(self.units):
                    unit.update(row, 1 if c == label else -1)
        return self

    def predict(self, x):
        s = np.array([unit.score(x) for unit in self.units])
        return np.argmax(s, axis=0)
