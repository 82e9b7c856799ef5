"""Everything is computed in the precision of the data; only the parameters are float64."""

import numpy as np


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


class RBM:
    def __init__(self, visible, hidden, seed):
        self.weights = np.random.default_rng(seed).normal(0, 0.05, (visible, hidden))
        self.visible_bias = np.zeros(visible)
        self.hidden_bias = np.zeros(hidden)

    def up(self, v):
        w, b = self.weights.astype(v.dtype), self.hidden_bias.astype(v.dtype)
        return sigmoid(v @ w + b)

    def down(self, h):
        w, a = self.weights.astype(h.dtype), self.visible_bias.astype(h.dtype)
        return sigmoid(h @ w.T + a)

    def flip(self, p, rng):
        return (rng.random(p.shape) < p).astype(p.dtype)

    def free_energy(self, v):
        w, a = self.weights.astype(v.dtype), self.visible_bias.astype(v.dtype)
        b = self.hidden_bias.astype(v.dtype)
        zero = v.dtype.type(0)
        return -np.logaddexp(zero, v @ w + b).sum(axis=1) - v @ a

    def contrastive_divergence(self, v, lr, rng):
        h0 = self.up(v)
        v1 = self.down(self.flip(h0, rng))
        h1 = self.up(v1)
        n = v.dtype.type(len(v))
        self.weights += lr * ((v.T @ h0 - v1.T @ h1) / n)
        self.visible_bias += lr * (v - v1).mean(0)
        self.hidden_bias += lr * (h0 - h1).mean(0)

    def sample(self, v, steps, rng):
        v = v.copy()
        for _ in range(steps):
            v = self.flip(self.down(self.flip(self.up(v), rng)), rng)
        return v


class DBN:
    def __init__(self, sizes, seed):
        seeds = np.random.SeedSequence(seed).spawn(len(sizes))
        self.rng = np.random.default_rng(seeds[0])
        self.rbms = [RBM(*pair, s) for *pair, s in zip(sizes, sizes[1:], seeds[1:])]

    def pretrain(self, images):
        for k, rbm in enumerate(self.rbms):
            data = self.climb(images, k)
            for epoch in range(5):
                for rows in np.array_split(self.rng.permutation(len(data)), len(data) // 20):
                    rbm.contrastive_divergence(data[rows], 0.05 if epoch else 0.1, self.rng)
        return self

    def climb(self, data, layers):
        for rbm in self.rbms[:layers]:
            data = rbm.up(data)
        return data

    def transform(self, images):
        return self.climb(images, len(self.rbms))
