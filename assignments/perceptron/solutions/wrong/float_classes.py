# fails Perceptron: dtype
import numpy as np


class Perceptron:
    def __init__(self, features, classes):
        self.classes = classes
        if classes == 2:
            self.w, self.b = np.zeros(features), 0.0
        else:
            self.w, self.b = np.zeros((classes, features)), np.zeros(classes)

    def fit(self, x, y, epochs):
        step = self._two if self.classes == 2 else self._many
        for _ in range(epochs):
            changes = sum(step(row, label) for row, label in zip(x, y))
            if not changes:
                break

    def _two(self, row, label):
        t = 2 * label - 1
        if t * (self.w @ row + self.b) > 0:
            return 0
        self.w += t * row
        self.b += t
        return 1

    def _many(self, row, label):
        s = self.w @ row + self.b
        guess = s.argmax()
        if guess == label:
            return 0
        self.w[label] += row
        self.w[guess] -= row
        self.b[label] += 1
        self.b[guess] -= 1
        return 1

    def predict(self, x):
        if self.classes == 2:
            return np.heaviside(x @ self.w + self.b, 0)
        return (x @ self.w.T + self.b).argmax(axis=1)
