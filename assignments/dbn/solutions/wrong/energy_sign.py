# fails RBM: sign of the visible bias
import numpy as np


def sigmoid(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), 1 - 1 / (1 + np.exp(-np.abs(x))))


def bernoulli(p, rng):
    return (rng.random(p.shape) < p).astype(float)


class RBM:
    def __init__(self, visible, hidden, seed):
        rng = np.random.default_rng(seed)
        self.weights = 0.01 * rng.standard_normal((visible, hidden))
        self.visible_bias = np.zeros(visible)
        self.hidden_bias = np.zeros(hidden)

    def hidden_given(self, v):
        return sigmoid(v @ self.weights + self.hidden_bias)

    def visible_given(self, h):
        return sigmoid(h @ self.weights.T + self.visible_bias)

    def free_energy(self, v):
        x = v @ self.weights + self.hidden_bias
        softplus = np.logaddexp(0, x)
        return (v @ self.visible_bias - softplus.sum(axis=1)).astype(v.dtype)

    def contrastive_divergence(self, v, lr, rng):
        n = len(v)
        h0 = self.hidden_given(v)
        v1 = bernoulli(self.visible_given(bernoulli(h0, rng)), rng)
        h1 = self.hidden_given(v1)
        self.weights += lr * (v.T @ h0 - v1.T @ h1) / n
        self.visible_bias += lr * (v - v1).mean(axis=0)
        self.hidden_bias += lr * (h0 - h1).mean(axis=0)

    def sample(self, v, steps, rng):
        chain = v.copy()
        for _ in range(steps):
            h = bernoulli(self.hidden_given(chain), rng)
            chain = bernoulli(self.visible_given(h), rng)
        return chain.astype(v.dtype)


class DBN:
    epochs, batch_size, lr = 5, 20, 0.1

    def __init__(self, sizes, seed):
        self.rng = np.random.default_rng(seed)
        self.rbms = []
        for visible, hidden in zip(sizes[:-1], sizes[1:]):
            self.rbms.append(RBM(visible, hidden, self.rng.integers(2**31)))

    def pretrain(self, images):
        data = images
        for rbm in self.rbms:
            for _ in range(self.epochs):
                order = self.rng.permutation(len(data))
                for start in range(0, len(data), self.batch_size):
                    batch = data[order[start : start + self.batch_size]]
                    rbm.contrastive_divergence(batch, self.lr, self.rng)
            data = rbm.hidden_given(data)

    def transform(self, images):
        features = images
        for rbm in self.rbms:
            features = rbm.hidden_given(features)
        return features.astype(images.dtype)
