# fails dropout_backward: gradient not scaled
import numpy as np


def l1_penalty(weights, strength):
    return strength * np.sum(np.abs(weights))


def l1_penalty_backward(weights, strength):
    return strength * np.sign(weights)


def l2_penalty(weights, strength):
    return strength * np.sum(weights**2)


def l2_penalty_backward(weights, strength):
    return 2 * strength * weights


def dropout(x, rate, rng, training=True):
    if not training:
        return x.copy()
    if rate == 1:
        return np.zeros_like(x)
    mask = rng.random(x.shape) >= rate
    return x * mask / (1 - rate)


def dropout_backward(x, grad_output, rate, rng, training=True):
    if not training:
        return grad_output.copy()
    if rate == 1:
        return np.zeros_like(grad_output)
    mask = rng.random(x.shape) >= rate
    return np.where(mask, grad_output, 0).astype(grad_output.dtype)


class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)

    def forward(self, x, training=True):
        if training:
            mean = x.mean(axis=0)
            var = x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        else:
            mean = self.running_mean
            var = self.running_var
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return (self.gamma * self.x_hat + self.beta).astype(x.dtype)

    def backward(self, grad_output):
        self.grad_gamma = np.sum(grad_output * self.x_hat, axis=0)
        self.grad_beta = np.sum(grad_output, axis=0)
        n = len(grad_output)
        g = grad_output * self.gamma
        grad_x = (n * g - g.sum(axis=0) - self.x_hat * np.sum(g * self.x_hat, axis=0)) / (
            n * self.std
        )
        return grad_x.astype(grad_output.dtype)


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best = np.inf
        self.wait = 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best = loss
            self.wait = 0
        else:
            self.wait += 1
        return self.wait >= self.patience
