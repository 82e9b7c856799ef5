"""All state in double precision; the parameters get their own dtype back at the end."""
import numpy as np


def _double(arrays):
    return [np.asarray(a, dtype=np.float64) for a in arrays]


class _Double:
    def __init__(self, parameters, lr):
        self._targets = parameters
        self._values = [np.array(p, dtype=np.float64) for p in parameters]
        self.lr = lr

    def _zeros(self):
        return [np.zeros(p.shape) for p in self._targets]

    def step(self, gradients):
        self._advance(_double(gradients))
        for target, value in zip(self._targets, self._values):
            target[...] = value.astype(target.dtype)


class SGD(_Double):
    def __init__(self, parameters, lr, momentum=0.0):
        super().__init__(parameters, lr)
        self.momentum = momentum
        self._v = self._zeros()

    def _advance(self, gradients):
        for i, g in enumerate(gradients):
            self._v[i] = self.momentum * self._v[i] + g
            self._values[i] = self._values[i] - self.lr * self._v[i]


class Adam(_Double):
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(parameters, lr)
        self.betas = betas
        self.eps = eps
        self._t = 0
        self._m = self._zeros()
        self._v = self._zeros()

    def _advance(self, gradients):
        self._t += 1
        b1, b2 = self.betas
        for i, g in enumerate(gradients):
            self._m[i] = b1 * self._m[i] + (1 - b1) * g
            self._v[i] = b2 * self._v[i] + (1 - b2) * g**2
            m_hat = self._m[i] / (1 - b1**self._t)
            v_hat = self._v[i] / (1 - b2**self._t)
            self._values[i] = self._values[i] - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class AdaGrad(_Double):
    def __init__(self, parameters, lr, eps=1e-10):
        super().__init__(parameters, lr)
        self.eps = eps
        self._sum = self._zeros()

    def _advance(self, gradients):
        for i, g in enumerate(gradients):
            self._sum[i] = self._sum[i] + g**2
            self._values[i] = self._values[i] - self.lr * g / (np.sqrt(self._sum[i]) + self.eps)
