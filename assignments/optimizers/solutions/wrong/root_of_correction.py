# fails Adam: correction without its root
import math

import numpy as np


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.parameters = parameters
        self.lr = lr
        self.momentum = momentum
        self.velocity = None

    def step(self, gradients):
        if self.velocity is None:
            self.velocity = [0 * g for g in gradients]
        self.velocity = [self.momentum * v - self.lr * g for v, g in zip(self.velocity, gradients)]
        for p, v in zip(self.parameters, self.velocity):
            p += v


class Adam:
    """The efficient order of the paper's section 2: both corrections go into the step size."""

    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.parameters = parameters
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps_hat = eps
        self.t = 0
        self.m = [np.zeros_like(p) for p in parameters]
        self.v = [np.zeros_like(p) for p in parameters]

    def step(self, gradients):
        self.t += 1
        alpha_t = self.lr * (1 - self.beta2**self.t) / (1 - self.beta1**self.t)
        for i, (p, g) in enumerate(zip(self.parameters, gradients)):
            self.m[i] += (1 - self.beta1) * (g - self.m[i])
            self.v[i] += (1 - self.beta2) * (g**2 - self.v[i])
            p -= alpha_t * self.m[i] / (np.sqrt(self.v[i]) + self.eps_hat)


class AdaGrad:
    """epsilon is already in the accumulator when it starts, so it stays inside the root"""

    def __init__(self, parameters, lr, eps=1e-10):
        self.parameters = parameters
        self.lr = lr
        self.accumulators = [np.full_like(p, eps) for p in parameters]

    def step(self, gradients):
        for p, g, a in zip(self.parameters, gradients, self.accumulators):
            a += g * g
            p -= self.lr * g / np.sqrt(a)
