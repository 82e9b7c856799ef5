from functools import partial

import numpy as np

from penalties import lasso, ridge

l1_penalty, l1_penalty_backward = lasso.value, lasso.gradient
l2_penalty, l2_penalty_backward = ridge.value, ridge.gradient


def _through(array, shape, rate, rng, training):
    if not training:
        return array.copy()
    survivors = rng.choice([True, False], size=shape, p=[1 - rate, rate])
    return np.where(survivors, array / max(1 - rate, 1e-300), 0).astype(array.dtype)


def dropout(x, rate, rng, training=True):
    if rate == 1 and training:
        return x * 0
    return _through(x, x.shape, rate, rng, training)


def dropout_backward(x, grad_output, rate, rng, training=True):
    if rate == 1 and training:
        return grad_output * 0
    return _through(grad_output, x.shape, rate, rng, training)


class RunningStatistics:
    def __init__(self, features, momentum):
        self.momentum = momentum
        self.mean, self.var = np.zeros(features), np.ones(features)

    def follow(self, mean, var):
        self.mean += self.momentum * (mean - self.mean)
        self.var += self.momentum * (var - self.var)


class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.statistics = RunningStatistics(features, momentum)
        self.eps = eps
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)

    @property
    def running_mean(self):
        return self.statistics.mean

    @property
    def running_var(self):
        return self.statistics.var

    def forward(self, x, training=True):
        return self._train(x) if training else self._evaluate(x)

    def _train(self, x):
        mean, var = x.mean(axis=0), x.var(axis=0)
        self.statistics.follow(mean, var)
        self.divide = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.divide
        return (self.x_hat * self.gamma + self.beta).astype(x.dtype)

    def _evaluate(self, x):
        x_hat = (x - self.statistics.mean) / np.sqrt(self.statistics.var + self.eps)
        return (x_hat * self.gamma + self.beta).astype(x.dtype)

    def backward(self, grad_output):
        n, width = grad_output.shape
        self.grad_gamma, self.grad_beta = np.zeros(width), np.zeros(width)
        grad_x = np.zeros_like(grad_output)
        for j in range(width):
            h = self.x_hat[:, j]
            jacobian = (np.eye(n) - 1 / n - np.outer(h, h) / n) / self.divide[j]
            grad_x[:, j] = self.gamma[j] * (jacobian @ grad_output[:, j])
            self.grad_gamma[j] = h @ grad_output[:, j]
            self.grad_beta[j] = grad_output[:, j].sum()
        return grad_x


class _Stopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.wait = float("inf"), 0

    def update(self, loss):
        better = loss < self.best - self.min_delta
        self.best = loss if better else self.best
        self.wait = 0 if better else self.wait + 1
        return self.wait >= self.patience


def EarlyStopping(patience, min_delta=0.0):
    return _Stopping(patience, min_delta)


kinder_dropout = partial(dropout, rate=0.1)
