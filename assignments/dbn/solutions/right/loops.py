import numpy as np


def sig(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


sigmoid = np.vectorize(sig, otypes=[float])


class RBM:
    def __init__(self, visible, hidden, seed):
        r = np.random.RandomState(seed)
        self.weights = r.normal(scale=0.1, size=(visible, hidden)) * 0.2
        self.visible_bias = np.array([0.0] * visible)
        self.hidden_bias = np.array([0.0] * hidden)

    def free_energy(self, v):
        result = np.zeros(len(v), dtype=v.dtype)
        for i, row in enumerate(v):
            total = -sum(row[k] * self.visible_bias[k] for k in range(len(row)))
            for j in range(len(self.hidden_bias)):
                x = row @ self.weights[:, j] + self.hidden_bias[j]
                total -= x + np.log1p(np.exp(-x)) if x > 0 else np.log1p(np.exp(x))
            result[i] = total
        return result

    def contrastive_divergence(self, v, lr, rng):
        dw, da, db = 0 * self.weights, 0 * self.visible_bias, 0 * self.hidden_bias
        for v0 in v:
            h0 = quick(v0 @ self.weights + self.hidden_bias)
            s = rng.random(len(h0)) < h0
            v1 = rng.random(len(v0)) < quick(self.weights @ s + self.visible_bias)
            h1 = quick(v1 @ self.weights + self.hidden_bias)
            dw += v0[:, None] * h0 - v1[:, None] * h1
            da += v0 - v1
            db += h0 - h1
        self.weights = self.weights + lr / len(v) * dw
        self.visible_bias = self.visible_bias + lr / len(v) * da
        self.hidden_bias = self.hidden_bias + lr / len(v) * db

    def sample(self, v, steps, rng):
        out = np.empty_like(v)
        for i in range(len(v)):
            row = v[i]
            for _ in range(steps):
                h = rng.random(len(self.hidden_bias)) < quick(row @ self.weights + self.hidden_bias)
                row = rng.random(len(row)) < quick(self.weights @ h + self.visible_bias)
            out[i] = row
        return out


def quick(x):
    return 1 / (1 + np.exp(-np.maximum(x, -700)))


class DBN:
    def __init__(self, sizes, seed):
        self.seed = seed
        self.rbms = [RBM(sizes[i], sizes[i + 1], (seed + i) % 2**31) for i in range(len(sizes) - 1)]

    def pretrain(self, images):
        rng = np.random.default_rng(self.seed)
        x = np.array(images, dtype=float)
        for rbm in self.rbms:
            for epoch in range(2):
                rng.shuffle(x)
                for k in range(0, len(x), 10):
                    rbm.contrastive_divergence(x[k : k + 10], 0.1, rng)
            x = sigmoid(x @ rbm.weights + rbm.hidden_bias)

    def transform(self, images):
        x = images
        for rbm in self.rbms:
            x = sigmoid(x @ rbm.weights + rbm.hidden_bias)
        return x.astype(images.dtype)
