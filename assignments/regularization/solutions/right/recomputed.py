"""Keeps as little as possible: what can be computed again is computed again."""

import numpy as np


def l1_penalty(weights, strength):
    return strength * np.maximum(weights, -weights).sum()


def l1_penalty_backward(weights, strength):
    size = np.abs(weights)
    return strength * np.divide(weights, size, out=np.zeros_like(weights), where=size > 0)


def l2_penalty(weights, strength):
    return np.einsum("i,i->", weights.ravel(), weights.ravel()) * strength


def l2_penalty_backward(weights, strength):
    return np.multiply(2 * strength, weights)


def dropout(x, rate, rng, training=True):
    if not training:
        return x + 0
    if rate == 0:
        return x + 0
    if rate == 1:
        return x - x
    dropped = rng.integers(0, 1 << 53, x.shape) < rate * (1 << 53)
    y = x / (1 - rate)
    return np.where(dropped, x.dtype.type(0), y)


def dropout_backward(x, grad_output, rate, rng, training=True):
    factor = dropout(np.ones_like(x), rate, rng, training)
    return grad_output * factor


class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.decay = 1 - momentum
        self.eps = eps
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)
        self.grad_gamma = np.empty(features)
        self.grad_beta = np.empty(features)

    def _normalise(self, x):
        x = x.astype(np.float64)
        x = x - x.mean(axis=0)
        return x / np.sqrt((x**2).mean(axis=0) + self.eps)

    def forward(self, x, training=True):
        if training:
            self.x = x.copy()
            n = len(x)
            self.running_mean = self.decay * self.running_mean + (1 - self.decay) * x.mean(axis=0)
            self.running_var = self.decay * self.running_var + (1 - self.decay) * x.var(
                axis=0, ddof=1, dtype=np.float64
            )
            assert n > 1
            out = self._normalise(x)
        else:
            out = (x - self.running_mean) / (self.running_var + self.eps) ** 0.5
        return (self.gamma * out + self.beta).astype(x.dtype)

    def backward(self, grad_output):
        h = self._normalise(self.x)
        np.sum(grad_output * h, axis=0, out=self.grad_gamma)
        np.sum(grad_output, axis=0, out=self.grad_beta)
        g = grad_output * self.gamma
        std = np.sqrt(self.x.var(axis=0, dtype=np.float64) + self.eps)
        grad_x = g - g.mean(axis=0)
        grad_x = grad_x - h * (grad_x * h).mean(axis=0)
        return (grad_x / std).astype(grad_output.dtype)


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.state = self._run(patience, min_delta)
        next(self.state)

    def update(self, loss):
        return self.state.send(loss)

    @staticmethod
    def _run(patience, min_delta):
        best, bad = float("inf"), 0
        stop = False
        while True:
            loss = yield stop
            if loss < best - min_delta:
                best, bad = loss, 0
            else:
                bad += 1
            stop = bad >= patience
