"""The same formulas as in PyTorch: half an L2, unbiased running variance, weight and bias."""

import numpy as np


def l1_penalty(weights, strength):
    return float(strength * np.abs(weights).sum())


def l1_penalty_backward(weights, strength):
    return np.copysign(strength, weights).astype(weights.dtype)


def l2_penalty(weights, strength):
    flat = np.ravel(weights)
    return 0.5 * strength * np.dot(flat, flat)


def l2_penalty_backward(weights, strength):
    return strength * weights


def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return np.array(x)
    if rate == 1:
        return np.zeros_like(x)
    keep = rng.binomial(1, 1 - rate, size=x.shape)
    return np.where(keep == 1, x / (1 - rate), 0).astype(x.dtype)


def dropout_backward(x, grad_output, rate, rng, training=True):
    # the gradient of something linear: the same operation again
    return dropout(grad_output, rate, rng, training)


class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.num_features, self.momentum, self.eps = features, momentum, eps
        self.weight = np.ones(features)
        self.bias = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)
        self.grad_weight = None
        self.grad_bias = None

    def forward(self, x, training=True):
        if training:
            n = x.shape[0]
            mean, var = x.mean(0), x.var(0)
            self.running_mean += self.momentum * (mean - self.running_mean)
            self.running_var += self.momentum * (var * n / (n - 1) - self.running_var)
        else:
            mean, var = self.running_mean, self.running_var
        inverse = 1 / np.sqrt(var + self.eps)
        normalised = (x - mean) * inverse
        self.cache = normalised, inverse
        return np.asarray(normalised * self.weight + self.bias, dtype=x.dtype)

    def backward(self, grad_output):
        normalised, inverse = self.cache
        self.grad_bias = grad_output.sum(0)
        self.grad_weight = (grad_output * normalised).sum(0)
        n = grad_output.shape[0]
        grad = self.weight * inverse * (
            grad_output - self.grad_bias / n - normalised * self.grad_weight / n
        )
        return grad.astype(grad_output.dtype), self.grad_weight, self.grad_bias


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.epochs_without = None, 0

    def update(self, loss):
        improved = not np.isnan(loss) and (self.best is None or self.best - loss > self.min_delta)
        if improved:
            self.best, self.epochs_without = loss, 0
            return False
        self.epochs_without += 1
        return self.epochs_without == self.patience
