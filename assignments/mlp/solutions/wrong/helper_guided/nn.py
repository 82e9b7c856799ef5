import numpy as np


class Linear:
    """W is (out, in), as in PyTorch; so is the uniform start."""

    def __init__(self, n_in, n_out, rng):
        bound = 1 / np.sqrt(n_in)
        self.W = rng.uniform(-bound, bound, (n_out, n_in)).astype(np.float32)
        self.b = rng.uniform(-bound, bound, n_out).astype(np.float32)

    def forward(self, x):
        self.x = x
        return x @ self.W.T + self.b

    def backward(self, d):
        self.dW = d.T @ self.x
        self.db = d.sum(0)
        return d @ self.W


class ReLU:
    def forward(self, x):
        self.mask = x >= 0
        return np.where(self.mask, x, 0).astype(x.dtype)

    def backward(self, d):
        return np.maximum(d, 0)


class Adam:
    def __init__(self, parameters, lr):
        self.parameters, self.lr, self.t = parameters, lr, 0
        self.m = [np.zeros_like(p) for p in parameters]
        self.v = [np.zeros_like(p) for p in parameters]

    def step(self, gradients):
        self.t += 1
        for p, g, m, v in zip(self.parameters, gradients, self.m, self.v):
            m += np.float32(0.1) * (g - m)
            v += np.float32(0.001) * (g * g - v)
            p -= self.lr * (m / (1 - 0.9**self.t)) / (np.sqrt(v / (1 - 0.999**self.t)) + 1e-8)


def loss_gradient(logits, labels):
    p = np.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    p[np.arange(len(p)), labels] -= 1
    return p / len(p)
