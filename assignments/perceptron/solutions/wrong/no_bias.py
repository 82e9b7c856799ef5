# fails Perceptron: bias never moves
import numpy as np


def with_ones(x):
    """the bias is one more input that is always 1"""
    return np.hstack([x, np.zeros((x.shape[0], 1), dtype=x.dtype)])


class Perceptron:
    def __init__(self, features, classes):
        self.theta = np.zeros((features + 1, classes))

    def scores(self, xa):
        return np.dot(xa, self.theta)

    def fit(self, x, y, epochs):
        xa = with_ones(x)
        for _ in range(epochs):
            for i in range(xa.shape[0]):
                guess = int(self.scores(xa[i]).argmax())
                if guess == y[i]:
                    continue
                self.theta[:, y[i]] += xa[i]
                self.theta[:, guess] -= xa[i]

    def predict(self, x):
        return self.scores(with_ones(x)).argmax(axis=-1)
