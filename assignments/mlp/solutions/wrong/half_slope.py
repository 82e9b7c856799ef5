# fails MLP: value
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


class MLP:
    def __init__(self, sizes, seed):
        rng = np.random.default_rng(seed)
        self.weights = []
        self.biases = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            self.weights.append(rng.normal(0.0, np.sqrt(2.0 / n_in), (n_in, n_out)))
            self.biases.append(np.zeros(n_out))

    def parameters(self):
        result = []
        for w, b in zip(self.weights, self.biases):
            result += [w, b]
        return result

    def forward(self, x):
        self.inputs = [x]
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            z = self.inputs[-1] @ w + b
            if i == len(self.weights) - 1:
                return z
            self.inputs.append(np.maximum(z, 0))

    def backward(self, grad_output):
        gradients = []
        delta = grad_output
        for i in reversed(range(len(self.weights))):
            gradients.insert(0, delta.sum(axis=0))
            gradients.insert(0, self.inputs[i].T @ delta)
            if i > 0:
                delta = (delta @ self.weights[i].T) * np.sqrt(self.inputs[i] > 0) * 0.5
        return gradients

    def predict(self, images):
        return self.forward(images).argmax(axis=1)


def train(loader, seed):
    model = MLP((784, 128, 10), seed)
    budget = loader.remaining
    velocity = [np.zeros_like(p) for p in model.parameters()]
    while loader.remaining > 0:
        for images, labels in loader.batches(32):
            grad = softmax(model.forward(images))
            grad[np.arange(len(labels)), labels] -= 1
            grad /= len(labels)
            lr = 0.05 * max(loader.remaining / budget, 0.02)
            for p, v, g in zip(model.parameters(), velocity, model.backward(grad)):
                v *= 0.9
                v += g
                p -= lr * v
    return model
