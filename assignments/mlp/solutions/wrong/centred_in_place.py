# fails MLP: mutation
import numpy as np


class MLP:
    def __init__(self, sizes, seed):
        rng = np.random.default_rng(seed)
        dims = list(zip(sizes, sizes[1:]))
        self.params = []
        for n, m in dims:
            self.params.append((rng.standard_normal((n, m)) * (2 / n) ** 0.5).astype(np.float32))
            self.params.append(np.zeros(m, np.float32))

    def parameters(self):
        return list(self.params)

    def forward(self, x):
        self.cache = []
        shift = x.mean()
        x -= shift  # for the record of the mean
        self.shift = shift
        x = x + shift
        for k in range(0, len(self.params), 2):
            if k:
                x = np.where(x > 0, x, np.zeros_like(x))
            self.cache.append(x)
            x = x @ self.params[k] + self.params[k + 1]
        return x

    def backward(self, grad_output):
        out = [None] * len(self.params)
        for k in range(len(self.params) - 2, -1, -2):
            x = self.cache[k // 2]
            out[k], out[k + 1] = x.T @ grad_output, grad_output.sum(axis=0)
            if k:
                grad_output = grad_output @ self.params[k].T
                grad_output = np.where(x > 0, grad_output, np.zeros_like(grad_output))
        return out


class Classifier:
    """The network together with what it was taught to subtract and to divide by."""

    def __init__(self, net, mean, std):
        self.net, self.mean, self.std = net, mean, std

    def predict(self, images):
        return np.argmax(self.net.forward((images - self.mean) / self.std), axis=1)


def train(loader, seed):
    # the first batch tells mean and deviation of all pixels, and is learned from as well
    net, mean, std, total = MLP((784, 200, 10), seed), None, None, loader.remaining
    m = [np.zeros_like(p) for p in net.parameters()]
    v = [np.zeros_like(p) for p in net.parameters()]
    t = 0
    while loader.remaining > 0:
        for x, y in loader.batches(64):
            if mean is None:
                mean, std = x.mean(), x.std()
            x -= mean
            x /= std
            logits = net.forward(x)
            logits = logits - logits.max(axis=1, keepdims=True)
            prob = np.exp(logits)
            prob /= prob.sum(axis=1, keepdims=True)
            prob[np.arange(y.size), y] -= 1.0
            t += 1
            lr = 2e-3 * max(loader.remaining, 64) / total
            for i, g in enumerate(net.backward(prob / np.float32(y.size))):
                m[i] = 0.9 * m[i] + 0.1 * g
                v[i] = 0.999 * v[i] + 0.001 * g * g
                step = m[i] / (1 - 0.9**t) / (np.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)
                net.params[i] -= np.float32(lr) * step
    return Classifier(net, mean, std)
