# fails AdaGrad: moving average
from slots import Slots, move

import numpy as np


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.parameters, self.lr, self.momentum = parameters, lr, momentum
        self.velocity = Slots(parameters)

    def step(self, gradients):
        for i, (p, g) in enumerate(zip(self.parameters, gradients)):
            move(p, self.lr * self.velocity.blend(i, self.momentum, g))


class Adam:
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.parameters, self.lr, self.eps = parameters, lr, eps
        self.b1, self.b2 = betas
        self.first, self.second = Slots(parameters), Slots(parameters)
        self.t = 0

    def step(self, gradients):
        self.t += 1
        for i, (p, g) in enumerate(zip(self.parameters, gradients)):
            m = self.first.blend(i, self.b1, (1 - self.b1) * g) / (1 - self.b1**self.t)
            v = self.second.blend(i, self.b2, (1 - self.b2) * g * g) / (1 - self.b2**self.t)
            move(p, self.lr * m / (np.sqrt(v) + self.eps))


class AdaGrad:
    def __init__(self, parameters, lr, eps=1e-10):
        self.parameters, self.lr, self.eps = parameters, lr, eps
        self.total = Slots(parameters)

    def step(self, gradients):
        for i, (p, g) in enumerate(zip(self.parameters, gradients)):
            move(p, self.lr * g / (np.sqrt(self.total.blend(i, 0.9, 0.1 * g * g)) + self.eps))
