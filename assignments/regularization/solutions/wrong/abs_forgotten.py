# fails l1_penalty: signs not taken off
import math

import numpy as np


def l1_penalty(weights, strength):
    total = 0.0
    for w in weights.flat:
        total += float(w)
    return strength * total


def l1_penalty_backward(weights, strength):
    result = np.zeros_like(weights)
    for index in np.ndindex(weights.shape):
        if weights[index] > 0:
            result[index] = strength
        elif weights[index] < 0:
            result[index] = -strength
    return result


def l2_penalty(weights, strength):
    total = 0.0
    for w in weights.flat:
        total += float(w) ** 2
    return strength * total


def l2_penalty_backward(weights, strength):
    result = np.zeros_like(weights)
    for index in np.ndindex(weights.shape):
        result[index] = 2 * strength * weights[index]
    return result


def dropout(x, rate, rng, training=True):
    if not training:
        return x.copy()
    result = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        if rng.random() >= rate:
            result[index] = x[index] / (1 - rate)
    return result


def dropout_backward(x, grad_output, rate, rng, training=True):
    if not training:
        return grad_output.copy()
    result = np.zeros_like(grad_output)
    for index in np.ndindex(x.shape):
        if rng.random() >= rate:
            result[index] = grad_output[index] / (1 - rate)
    return result


class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.features = features
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)
        self.grad_gamma = np.zeros(features)
        self.grad_beta = np.zeros(features)

    def forward(self, x, training=True):
        y = np.empty_like(x)
        self.x_hat = np.empty(x.shape)
        self.std = np.empty(self.features)
        for j in range(self.features):
            column = [float(v) for v in x[:, j]]
            if training:
                mean = math.fsum(column) / len(column)
                var = math.fsum((v - mean) ** 2 for v in column) / len(column)
                self.running_mean[j] = (
                    self.running_mean[j] * (1 - self.momentum) + mean * self.momentum
                )
                self.running_var[j] = self.running_var[j] * (1 - self.momentum) + var * self.momentum
            else:
                mean, var = self.running_mean[j], self.running_var[j]
            self.std[j] = math.sqrt(var + self.eps)
            for i, v in enumerate(column):
                self.x_hat[i, j] = (v - mean) / self.std[j]
                y[i, j] = self.gamma[j] * self.x_hat[i, j] + self.beta[j]
        return y

    def backward(self, grad_output):
        n = len(grad_output)
        grad_x = np.empty_like(grad_output)
        for j in range(self.features):
            g = [float(v) for v in grad_output[:, j]]
            h = list(self.x_hat[:, j])
            self.grad_beta[j] = sum(g)
            self.grad_gamma[j] = sum(a * b for a, b in zip(g, h))
            for i in range(n):
                inner = g[i] - self.grad_beta[j] / n - h[i] * self.grad_gamma[j] / n
                grad_x[i, j] = self.gamma[j] / self.std[j] * inner
        return grad_x


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best = math.inf
        self.bad = []

    def update(self, loss):
        if loss + self.min_delta < self.best:
            self.best = loss
            self.bad.clear()
        else:
            self.bad.append(loss)
        return len(self.bad) >= self.patience
