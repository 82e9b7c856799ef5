# fails Perceptron: zero weights never move
import numpy as np


class Perceptron:
    def __init__(self, features, classes):
        self.W = np.zeros((classes, features))
        self.b = np.zeros(classes)

    def fit(self, x, y, epochs):
        for epoch in range(epochs):
            mistakes = 0
            for xi, yi in zip(x, y):
                s = self.W @ xi + self.b
                pred = np.argmax(s)
                if s[yi] < s[pred]:
                    self.W[yi] += xi
                    self.b[yi] += 1
                    self.W[pred] -= xi
                    self.b[pred] -= 1
                    mistakes += 1
            if mistakes == 0:
                break
        return self

    def predict(self, x):
        return np.argmax(x @ self.W.T + self.b, axis=1)
