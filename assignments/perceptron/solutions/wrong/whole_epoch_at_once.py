# fails Perceptron: moves at the end of the epoch
import numpy as np

LR = 0.01


class Perceptron:
    def __init__(self, features, classes):
        self.lr = LR
        self.weights = np.zeros((features, classes))
        self.bias = np.zeros(classes)

    def net_input(self, x):
        return x @ self.weights + self.bias

    def fit(self, x, y, epochs):
        classes = len(self.bias)
        for epoch in range(epochs):
            errors = 0
            prediction = np.argmax(self.net_input(x), axis=1)
            delta = np.eye(classes)[y] - np.eye(classes)[prediction]
            self.weights += self.lr * x.T @ delta
            self.bias += self.lr * delta.sum(axis=0)
            errors = int((prediction != y).sum())
            if errors == 0:
                return self
        return self

    def predict(self, x):
        return np.argmax(self.net_input(x), axis=1).astype(np.int32)
