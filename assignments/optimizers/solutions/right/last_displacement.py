import numpy as np


class SGD:
    """Heavy ball: the velocity is how far the last step went."""

    def __init__(self, parameters, lr, momentum=0.0):
        self.parameters = parameters
        self.lr = lr
        self.momentum = momentum
        self.previous = [p.copy() for p in parameters]

    def step(self, gradients):
        for i, p in enumerate(self.parameters):
            here = p.copy()
            p += self.momentum * (here - self.previous[i]) - self.lr * gradients[i]
            self.previous[i] = here


class Adam:
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.parameters = parameters
        self.lr = lr
        self.b1, self.b2 = betas
        self.eps = eps
        # running products instead of powers
        self.p1 = self.p2 = 1.0
        self.m = [np.zeros_like(p) for p in parameters]
        self.r = [np.zeros_like(p) for p in parameters]

    def step(self, gradients):
        self.p1 *= self.b1
        self.p2 *= self.b2
        for i, g in enumerate(gradients):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            # the root mean square itself is kept
            self.r[i] = np.hypot(self.b2**0.5 * self.r[i], (1 - self.b2) ** 0.5 * g)
            rms = self.r[i] / (1 - self.p2) ** 0.5
            self.parameters[i][...] -= self.lr * self.m[i] / (1 - self.p1) / (rms + self.eps)


class AdaGrad:
    def __init__(self, parameters, lr, eps=1e-10):
        self.parameters = parameters
        self.lr = lr
        self.eps = eps
        self.norm = [np.zeros_like(p) for p in parameters]

    def step(self, gradients):
        for i, g in enumerate(gradients):
            self.norm[i] = np.hypot(self.norm[i], g)
            self.parameters[i][...] -= self.lr * g / (self.norm[i] + self.eps)
