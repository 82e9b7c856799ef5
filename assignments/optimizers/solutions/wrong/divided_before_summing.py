# fails AdaGrad: yesterday's sum
import numpy as np


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.parameters = list(parameters)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p) for p in self.parameters]

    def step(self, gradients):
        for p, g, v in zip(self.parameters, gradients, self.velocities):
            v *= self.momentum
            v += g
            p -= self.lr * v


class Adam:
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.parameters = list(parameters)
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.t = 0
        self.ms = [np.zeros_like(p) for p in self.parameters]
        self.vs = [np.zeros_like(p) for p in self.parameters]

    def step(self, gradients):
        self.t += 1
        for p, g, m, v in zip(self.parameters, gradients, self.ms, self.vs):
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g * g
            m_hat = m / (1 - self.beta1 ** self.t)
            v_hat = v / (1 - self.beta2 ** self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class AdaGrad:
    def __init__(self, parameters, lr, eps=1e-10):
        self.parameters = list(parameters)
        self.lr = lr
        self.eps = eps
        self.sums = [np.zeros_like(p) for p in self.parameters]

    def step(self, gradients):
        for p, g, s in zip(self.parameters, gradients, self.sums):
            p -= self.lr * g / (np.sqrt(s) + self.eps)
            s += g ** 2
