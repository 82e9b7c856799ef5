# fails cross_entropy: softmax twice
from functools import wraps

import numpy as np


def doubled(function):
    @wraps(function)
    def inner(first, *others):
        wide = [a if a.dtype.kind == "i" else a.astype(np.float64) for a in (first, *others)]
        return np.asarray(function(*wide)).astype(first.dtype)

    return inner


def normal_density(x, mean, variance):
    return np.exp(-((x - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)


@doubled
def mse(prediction, target):
    d = (prediction - target).ravel()
    return np.dot(d, d) / d.size


@doubled
def mse_backward(prediction, target):
    return 2 / prediction.size * (prediction - target)


@doubled
def binary_cross_entropy(probability, target):
    return -np.log(np.clip(np.abs(1 - target - probability), 1e-7, None)).mean()


@doubled
def binary_cross_entropy_backward(probability, target):
    signed = np.where(target == 1, -probability, 1 - probability)
    signed = np.where(signed == 0, np.where(target == 1, -1e-7, 1e-7), signed)
    return 1 / signed / probability.size


@doubled
def cross_entropy(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    probability = e / e.sum(axis=1, keepdims=True)
    log_sum = np.logaddexp.reduce(probability, axis=1)
    return (log_sum - probability[np.arange(len(labels)), labels]).mean()


@doubled
def cross_entropy_backward(logits, labels):
    log_sum = np.logaddexp.reduce(logits, axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[labels]
    return (np.exp(logits - log_sum) - one_hot) / len(labels)


@doubled
def hinge(score, target):
    m = 1 - target * score
    return ((m + np.abs(m)) / 2).mean()


@doubled
def hinge_backward(score, target):
    return -target * (1 + np.sign(1 - target * score)) / 2 / score.size


@doubled
def kl_divergence(p, q):
    # cross entropy minus entropy
    cross = -np.where(p > 0, p * np.log(np.maximum(q, 1e-9)), 0).sum(axis=-1)
    entropy = -np.where(p > 0, p * np.log(np.maximum(p, 1e-300)), 0).sum(axis=-1)
    return np.mean(cross - entropy)


@doubled
def kl_divergence_backward(p, q):
    gradient = -np.divide(p, q, out=np.where(p > 0, np.inf, 0.0), where=q > 0)
    return gradient / np.prod(q.shape[:-1])


@doubled
def nll(log_probability, labels):
    return np.mean([-row[label] for row, label in zip(log_probability, labels)])


@doubled
def nll_backward(log_probability, labels):
    columns = np.arange(log_probability.shape[1])
    return np.where(columns == labels[:, None], -1 / len(labels), 0)


@doubled
def gaussian_nll(x, mean, variance):
    peak = normal_density(mean, mean, variance)
    return (-np.log(peak) + (x - mean) ** 2 / (2 * variance)).mean()


@doubled
def gaussian_nll_backward(x, mean, variance):
    precision = 1 / variance
    return precision * (mean - x) / x.size
