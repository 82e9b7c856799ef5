# fails BatchNorm: value
"""Backward through the graph of batch normalisation, one node after the other."""

import numpy as np


def l1_penalty(weights, strength):
    return strength * np.linalg.norm(np.ravel(weights), ord=1)


def l1_penalty_backward(weights, strength):
    positive = (weights > 0).astype(weights.dtype)
    negative = (weights < 0).astype(weights.dtype)
    return strength * (positive - negative)


def l2_penalty(weights, strength):
    return strength * np.linalg.norm(np.ravel(weights)) ** 2


def l2_penalty_backward(weights, strength):
    return strength * (weights + weights)


def make_mask(shape, rate, rng, dtype):
    """What x is multiplied by: 0 or 1 / (1 - rate)."""
    keep = 1.0 - rate
    if keep == 0:
        return np.zeros(shape, dtype=dtype)
    return ((rng.uniform(size=shape) < keep) / keep).astype(dtype)


def dropout(x, rate, rng, training=True):
    if training:
        return x * make_mask(x.shape, rate, rng, x.dtype)
    return np.copy(x)


def dropout_backward(x, grad_output, rate, rng, training=True):
    if training:
        return grad_output * make_mask(x.shape, rate, rng, x.dtype)
    return np.copy(grad_output)


class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma, self.beta = np.ones((features,)), np.zeros((features,))
        self.running_mean, self.running_var = np.zeros((features,)), np.ones((features,))

    def forward(self, x, training=True):
        if not training:
            scale = self.gamma / np.sqrt(self.running_var + self.eps)
            return ((x - self.running_mean) * scale + self.beta).astype(x.dtype)
        self.dtype = x.dtype
        self.n = x.shape[0]
        self.mu = np.sum(x.astype(np.float64), axis=0) / self.n
        self.centred = x - self.mu
        self.var = np.sum(self.centred**2, axis=0) / self.n
        self.sqrtvar = np.sqrt(self.var + self.eps)
        self.ivar = 1.0 / self.sqrtvar
        self.xhat = self.centred * self.ivar
        for running, new in ((self.running_mean, self.mu), (self.running_var, self.var)):
            running *= 1 - self.momentum
            running += self.momentum * new
        return (self.gamma * self.xhat + self.beta).astype(x.dtype)

    def backward(self, dout):
        self.grad_beta = dout.sum(axis=0)
        self.grad_gamma = (dout * self.xhat).sum(axis=0)
        dxhat = dout * self.gamma
        divar = (dxhat * self.centred).sum(axis=0)
        dcentred = dxhat * self.ivar
        dsqrtvar = -divar / self.sqrtvar**2
        dvar = 0.5 * dsqrtvar / self.sqrtvar
        dcentred = dcentred + self.centred * dvar / self.n
        dmu = -dcentred.sum(axis=0)
        return (dcentred + dmu / self.n).astype(self.dtype)


class EarlyStopping:
    """Remembers at which epoch the best loss was seen."""

    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.epoch = 0
        self.best_epoch = 0
        self.best_loss = float("inf")

    def update(self, loss):
        self.epoch += 1
        if self.best_loss - self.min_delta > loss:
            self.best_loss = loss
            self.best_epoch = self.epoch
        return self.epoch - self.best_epoch >= self.patience
