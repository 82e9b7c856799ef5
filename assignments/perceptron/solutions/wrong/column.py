# fails Perceptron: shape
import numpy as np


class Perceptron:
    def __init__(self, features, classes):
        self.W = np.zeros((classes, features))
        self.b = np.zeros((classes, 1))

    def fit(self, x, y, epochs):
        for _ in range(epochs):
            for n in range(len(x)):
                xn = x[n].reshape(-1, 1)
                s = (self.W @ xn + self.b).ravel()
                s_true = s[y[n]]
                s[y[n]] = -np.inf
                rival = s.argmax()
                if s_true <= s[rival]:
                    self.W[y[n]] += xn[:, 0]
                    self.W[rival] -= xn[:, 0]
                    self.b[y[n]] += 1
                    self.b[rival] -= 1

    def predict(self, x):
        return (self.W @ x.T + self.b).argmax(axis=0).reshape(-1, 1)
