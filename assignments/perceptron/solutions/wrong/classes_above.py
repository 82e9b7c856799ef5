# fails Perceptron: every class above the right one pushed away
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
                if pred != yi:
                    self.W[yi] += xi
                    self.b[yi] += 1
                    above = s > s[yi]
                    self.W[above] -= xi
                    self.b[above] -= 1
                    mistakes += 1
            if mistakes == 0:
                break
        return self

    def predict(self, x):
        return np.argmax(x @ self.W.T + self.b, axis=1)
