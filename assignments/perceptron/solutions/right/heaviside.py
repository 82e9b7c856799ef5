import numpy as np


class Perceptron:
    """Two classes: one weight vector with targets 0 and 1. More: one against the rest."""

    def __init__(self, features, classes):
        self.n = 1 if classes == 2 else classes
        self.W = np.zeros((self.n, features))
        self.b = np.zeros(self.n)

    def fit(self, x, y, epochs):
        targets = y[:, None] if self.n == 1 else (y[:, None] == np.arange(self.n))
        targets = targets.astype(float)
        for _ in range(epochs):
            for xi, ti in zip(x, targets):
                out = np.heaviside(self.W @ xi + self.b, 1.0)
                self.W += 0.5 * np.outer(ti - out, xi)
                self.b += 0.5 * (ti - out)

    def predict(self, x):
        s = x @ self.W.T + self.b
        if self.n == 1:
            return (s[:, 0] >= 0).astype(int)
        return s.argmax(1)
