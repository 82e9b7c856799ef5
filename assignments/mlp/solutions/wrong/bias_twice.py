# fails MLP: bias added twice
import numpy as np


class MLP:
    """All weights first, then all biases; biases are rows."""

    def __init__(self, sizes, seed):
        rng = np.random.RandomState(seed)
        self.L = len(sizes) - 1
        self.p = [
            rng.standard_normal((m, n)).astype("float32") * np.float32(np.sqrt(2 / (m + n)))
            for m, n in zip(sizes, sizes[1:])
        ]
        self.p += [np.zeros((1, n), "float32") for n in sizes[1:]]

    def parameters(self):
        return tuple(self.p)

    def forward(self, x):
        self.a = [x]
        for l in range(self.L):
            z = np.dot(self.a[l], self.p[l]) + self.p[self.L + l] + self.p[self.L + l]
            self.a.append(z * (z > 0) if l < self.L - 1 else z)
        return self.a[-1]

    def backward(self, grad_output):
        g = [None] * (2 * self.L)
        d = grad_output
        for l in range(self.L - 1, -1, -1):
            g[l] = np.dot(self.a[l].T, d)
            g[self.L + l] = np.sum(d, axis=0, keepdims=True)
            d = np.dot(d, self.p[l].T)
            if l:
                d = d * np.sign(self.a[l])
        return g

    def predict(self, images):
        return self.forward(images).argmax(-1)


def train(loader, seed):
    net = MLP([784, 100, 10], seed)
    one_hot = np.eye(10, dtype="float32")
    start = loader.remaining
    for epoch in range(1000):
        for x, y in loader.batches(10):
            z = net.forward(x)
            e = np.exp(z - z.max(1, keepdims=True))
            d = (e / e.sum(1, keepdims=True) - one_hot[y]) / len(y)
            rate = 0.1 if loader.remaining > start / 3 else 0.02
            for p, g in zip(net.parameters(), net.backward(d)):
                p -= rate * g
        if loader.remaining == 0:
            break
    return net
