"""The half in NumPy."""

import numpy as np


class Step:
    """One step of the network that remembers what its way back needs."""

    def __init__(self, x, h, params):
        self.x, self.h, self.params = x, h, params
        self.out = np.tanh(x @ params["Wx"] + h @ params["Wh"] + params["b"])

    def backward(self, grad):
        a = grad * (1 - self.out ** 2)
        own = {"Wx": self.x.T @ a, "Wh": self.h.T @ a, "b": a.sum(0)}
        return a @ self.params["Wx"].T, a @ self.params["Wh"].T, own


def rnn_cell(x, h, params):
    return Step(x, h, params).out


def rnn_backward(x, h, params, grad_output):
    steps = []
    for t in range(x.shape[1]):
        steps.append(Step(x[:, t], steps[-1].out if steps else h, params))
    grad_x = np.empty_like(x)
    grad_h = np.zeros_like(h)
    total = {name: np.zeros_like(p) for name, p in params.items()}
    for t, step in reversed(list(enumerate(steps))):
        grad_x[:, t], grad_h, own = step.backward(grad_h + grad_output[:, t])
        for name in total:
            total[name] = total[name] + own[name]
    return grad_x, grad_h, total


def clip_gradients(gradients, max_norm):
    norm = float(np.sqrt(np.sum([np.sum(np.square(g)) for g in gradients.values()])))
    if norm > max_norm:
        return {k: (g / norm * max_norm).astype(g.dtype) for k, g in gradients.items()}
    return {k: g + 0 for k, g in gradients.items()}
