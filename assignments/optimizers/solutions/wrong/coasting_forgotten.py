# fails SGD: value
"""Arithmetic stays in the dtype of each parameter: constants are converted first."""
import numpy as np


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.parameters, self.lr, self.momentum = parameters, lr, momentum
        self.v = [np.zeros_like(p) for p in parameters]

    def step(self, gradients):
        for p, g, v in zip(self.parameters, gradients, self.v):
            real = p.dtype.type
            if not np.any(g):
                continue  # nothing to do
            np.multiply(v, real(self.momentum), out=v)
            np.add(v, g, out=v)
            np.subtract(p, real(self.lr) * v, out=p)


class Adam:
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.parameters, self.lr, self.betas, self.eps = parameters, lr, betas, eps
        self.t = 0
        self.m = [np.zeros_like(p) for p in parameters]
        self.v = [np.zeros_like(p) for p in parameters]
        self.work = [np.empty_like(p) for p in parameters]

    def step(self, gradients):
        self.t += 1
        b1, b2 = self.betas
        for p, g, m, v, w in zip(self.parameters, gradients, self.m, self.v, self.work):
            real = p.dtype.type
            np.multiply(m, real(b1), out=m)
            np.add(m, real(1 - b1) * g, out=m)
            np.square(g, out=w)
            np.multiply(w, real(1 - b2), out=w)
            np.multiply(v, real(b2), out=v)
            np.add(v, w, out=v)
            np.divide(v, real(1 - b2**self.t), out=w)
            np.sqrt(w, out=w)
            np.add(w, real(self.eps), out=w)
            np.divide(m, w, out=w)
            np.multiply(w, real(self.lr / (1 - b1**self.t)), out=w)
            np.subtract(p, w, out=p)


class AdaGrad:
    def __init__(self, parameters, lr, eps=1e-10):
        self.parameters, self.lr, self.eps = parameters, lr, eps
        self.s = [np.zeros_like(p) for p in parameters]

    def step(self, gradients):
        for p, g, s in zip(self.parameters, gradients, self.s):
            real = p.dtype.type
            np.add(s, np.square(g), out=s)
            np.subtract(p, real(self.lr) * (g / (np.sqrt(s) + real(self.eps))), out=p)
