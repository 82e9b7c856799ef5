# fails Perceptron: weights averaged
import numpy as np


class Perceptron:
    def __init__(self, features, classes):
        self.W = np.zeros((classes, features))
        self.b = np.zeros(classes)

    def fit(self, x, y, epochs):
        total_W, total_b, count = np.zeros_like(self.W), np.zeros_like(self.b), 0
        for epoch in range(epochs):
            for xi, yi in zip(x, y):
                pred = np.argmax(self.W @ xi + self.b)
                if pred != yi:
                    self.W[yi] += xi
                    self.b[yi] += 1
                    self.W[pred] -= xi
                    self.b[pred] -= 1
                total_W += self.W
                total_b += self.b
                count += 1
        # the average is more stable than the last weights
        self.W, self.b = total_W / count, total_b / count
        return self

    def predict(self, x):
        return np.argmax(x @ self.W.T + self.b, axis=1)
