# No vectorised arithmetic: every entry of every parameter is a small problem of its own.
import math

import numpy as np


def entries(array):
    return np.ndindex(array.shape)


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.parameters, self.lr, self.momentum = parameters, lr, momentum
        self.v = [{i: 0.0 for i in entries(p)} for p in parameters]

    def step(self, gradients):
        for p, g, v in zip(self.parameters, gradients, self.v):
            for i in entries(p):
                v[i] = self.momentum * v[i] + float(g[i])
                p[i] = float(p[i]) - self.lr * v[i]


class Adam:
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.parameters, self.lr, self.betas, self.eps = parameters, lr, betas, eps
        self.steps = 0
        self.m = [{i: 0.0 for i in entries(p)} for p in parameters]
        self.v = [{i: 0.0 for i in entries(p)} for p in parameters]

    def step(self, gradients):
        self.steps += 1
        b1, b2 = self.betas
        for p, gradient, m, v in zip(self.parameters, gradients, self.m, self.v):
            for i in entries(p):
                g = float(gradient[i])
                m[i] = b1 * m[i] + (1 - b1) * g
                v[i] = b2 * v[i] + (1 - b2) * g * g
                top = m[i] / (1 - b1**self.steps)
                bottom = math.sqrt(v[i] / (1 - b2**self.steps)) + self.eps
                p[i] = float(p[i]) - self.lr * top / bottom


class AdaGrad:
    def __init__(self, parameters, lr, eps=1e-10):
        self.parameters, self.lr, self.eps = parameters, lr, eps
        self.squares = [{i: 0.0 for i in entries(p)} for p in parameters]

    def step(self, gradients):
        for p, gradient, squares in zip(self.parameters, gradients, self.squares):
            for i in entries(p):
                g = float(gradient[i])
                squares[i] += g * g
                p[i] = float(p[i]) - self.lr * g / math.sqrt(squares[i] + self.eps)
