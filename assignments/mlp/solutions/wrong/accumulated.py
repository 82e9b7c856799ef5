# fails train: accuracy
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
        return d * self.mask


class MLP:
    def __init__(self, sizes, seed):
        rng = np.random.default_rng(seed)
        self.layers = [Linear(sizes[0], sizes[1], rng)]
        for a, b in zip(sizes[1:], sizes[2:]):
            self.layers += [ReLU(), Linear(a, b, rng)]

    @property
    def linears(self):
        return [layer for layer in self.layers if isinstance(layer, Linear)]

    def parameters(self):
        return [p for layer in self.linears for p in (layer.W, layer.b)]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        d = grad_output
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return [g for layer in self.linears for g in (layer.dW, layer.db)]

    def predict(self, images):
        return np.argmax(self.forward(images), axis=1)


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


def train(loader, seed):
    model = MLP((784, 256, 10), seed)
    optimizer = Adam(model.parameters(), 0.003)
    total, sums = loader.remaining, [np.zeros_like(p) for p in model.parameters()]
    while loader.remaining > 0:
        for x, y in loader.batches(50):
            for s, g in zip(sums, model.backward(loss_gradient(model.forward(x), y))):
                s += g  # never set back to zero
            for p, s in zip(model.parameters(), sums):
                p -= 0.1 * s
    return model
