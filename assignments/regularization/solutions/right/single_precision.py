import numpy as np


def l1_penalty(weights, strength):
    return weights.dtype.type(strength) * np.abs(weights).sum(dtype=weights.dtype)


def l1_penalty_backward(weights, strength):
    return weights.dtype.type(strength) * np.sign(weights)


def l2_penalty(weights, strength):
    return weights.dtype.type(strength) * np.square(weights).sum(dtype=weights.dtype)


def l2_penalty_backward(weights, strength):
    return weights.dtype.type(2 * strength) * weights


def _factors(x, rate, rng):
    """0 or 1 / (1 - rate), in x's own dtype."""
    if rate >= 1:
        return np.zeros(x.shape, x.dtype)
    coins = rng.random(x.shape, dtype=x.dtype)
    return np.where(coins < x.dtype.type(rate), x.dtype.type(0), x.dtype.type(1 / (1 - rate)))


def dropout(x, rate, rng, training=True):
    return _factors(x, rate, rng) * x if training else x.copy()


def dropout_backward(x, grad_output, rate, rng, training=True):
    return _factors(x, rate, rng) * grad_output if training else grad_output.copy()


class BatchNorm:
    """Computes in the dtype of the data; parameters and statistics are float64."""

    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)

    def forward(self, x, training=True):
        kind = x.dtype
        if training:
            mean, var = x.mean(axis=0), x.var(axis=0)
            m = self.momentum
            self.running_mean[...] = (1 - m) * self.running_mean + m * mean
            self.running_var[...] = (1 - m) * self.running_var + m * var
        else:
            mean, var = self.running_mean.astype(kind), self.running_var.astype(kind)
        self.inverse = 1 / np.sqrt(var + kind.type(self.eps))
        self.x_hat = (x - mean) * self.inverse
        return self.gamma.astype(kind) * self.x_hat + self.beta.astype(kind)

    def backward(self, grad_output):
        self.grad_gamma = np.einsum("ij,ij->j", grad_output, self.x_hat)
        self.grad_beta = grad_output.sum(axis=0)
        n = grad_output.dtype.type(len(grad_output))
        inner = grad_output - (self.grad_beta + self.x_hat * self.grad_gamma) / n
        return self.gamma.astype(grad_output.dtype) * self.inverse * inner


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best, self.left = patience, min_delta, np.inf, patience

    def update(self, loss):
        if np.less(loss, self.best - self.min_delta):
            self.best, self.left = np.float64(loss), self.patience
        else:
            self.left -= 1
        return np.less_equal(self.left, 0)
