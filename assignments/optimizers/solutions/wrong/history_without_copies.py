# fails AdaGrad: kept uncopied, ε inside
# Keeps every gradient (copies!) and works straight from the sums in the definitions.
import numpy as np


class _History:
    def __init__(self, parameters, lr):
        self.parameters = parameters
        self.lr = lr
        self.history = []

    def step(self, gradients):
        self.history.append([g.copy() for g in gradients])
        for i, p in enumerate(self.parameters):
            p -= self.change([row[i] for row in self.history])


class SGD(_History):
    def __init__(self, parameters, lr, momentum=0.0):
        super().__init__(parameters, lr)
        self.momentum = momentum

    def change(self, past):
        t = len(past)
        return self.lr * sum(self.momentum ** (t - 1 - k) * g for k, g in enumerate(past))


class Adam(_History):
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(parameters, lr)
        self.betas = betas
        self.eps = eps

    def change(self, past):
        t = len(past)
        b1, b2 = self.betas
        m = sum((1 - b1) * b1 ** (t - 1 - k) * g for k, g in enumerate(past))
        v = sum((1 - b2) * b2 ** (t - 1 - k) * g**2 for k, g in enumerate(past))
        return self.lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + self.eps)


class AdaGrad(_History):
    def __init__(self, parameters, lr, eps=1e-10):
        super().__init__(parameters, lr)
        self.eps = eps
        self.seen = []

    def step(self, gradients):
        self.seen.append(list(gradients))
        for i, p in enumerate(self.parameters):
            p -= self.change([row[i] for row in self.seen])

    def change(self, past):
        return self.lr * past[-1] / np.sqrt(sum(g**2 for g in past) + self.eps)
