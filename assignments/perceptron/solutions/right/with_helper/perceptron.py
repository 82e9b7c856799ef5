import numpy as np

from rule import correct


class Perceptron:
    def __init__(self, features, classes):
        self.weights, self.bias = np.zeros((classes, features)), np.zeros(classes)

    def fit(self, x, y, epochs):
        for _ in range(epochs):
            if not any([correct(self.weights, self.bias, row, label) for row, label in zip(x, y)]):
                break
        return self

    def predict(self, x):
        return np.argmax(x @ self.weights.T + self.bias, axis=-1)
