# fails Perceptron: only one epoch
import numpy as np


class Perceptron:
    def __init__(self, features, classes):
        self.W = np.zeros((classes, features))
        self.b = np.zeros(classes)

    def fit(self, x, y, epochs):
        for xi, yi in zip(x, y):
            pred = np.argmax(self.W @ xi + self.b)
            if pred != yi:
                self.W[yi] += xi
                self.b[yi] += 1
                self.W[pred] -= xi
                self.b[pred] -= 1
        return self

    def predict(self, x):
        return np.argmax(x @ self.W.T + self.b, axis=1)
