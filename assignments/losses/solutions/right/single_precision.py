"""All arithmetic in the type of the input: no constant may smuggle in a float64."""

import numpy as np


def _in_type_of(first, *others):
    kind = first.dtype.type
    return kind, first, *(np.asarray(other, dtype=kind) for other in others)


def _mean(kind, values):
    return np.sum(values, dtype=kind) / kind(values.size)


def mse(prediction, target):
    kind, y_hat, y = _in_type_of(prediction, target)
    return _mean(kind, np.square(y_hat - y))


def mse_backward(prediction, target):
    kind, y_hat, y = _in_type_of(prediction, target)
    return kind(2) / kind(y.size) * (y_hat - y)


def binary_cross_entropy(probability, target):
    kind, p, t = _in_type_of(probability, target)
    one, tiny = kind(1), kind(1e-7)
    happened = np.where(t == one, p, one - p)
    return _mean(kind, -np.log(np.maximum(happened, tiny)))


def binary_cross_entropy_backward(probability, target):
    kind, p, t = _in_type_of(probability, target)
    one, tiny = kind(1), kind(1e-7)
    happened = np.where(t == one, p, one - p)
    sign = np.where(t == one, -one, one)
    return sign / np.maximum(happened, tiny) / kind(p.size)


def cross_entropy(logits, labels):
    kind, z = _in_type_of(logits)
    rows = np.arange(z.shape[0])
    gap = z - z[rows, labels][:, None]
    top = np.max(gap, axis=1)
    return _mean(kind, top + np.log(np.sum(np.exp(gap - top[:, None]), axis=1, dtype=kind)))


def cross_entropy_backward(logits, labels):
    kind, z = _in_type_of(logits)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True, dtype=kind)
    one_hot = np.zeros_like(p)
    one_hot[np.arange(len(p)), labels] = kind(1)
    return (p - one_hot) / kind(len(p))


def hinge(score, target):
    kind, s, t = _in_type_of(score, target)
    violation = kind(1) - s * t
    return _mean(kind, np.where(violation > 0, violation, kind(0)))


def hinge_backward(score, target):
    kind, s, t = _in_type_of(score, target)
    return np.where(kind(1) - s * t > 0, -t, kind(0)) / kind(s.size)


def kl_divergence(p, q):
    kind, p, q = _in_type_of(p, q)
    seen = p > 0
    ratio = np.divide(p, np.maximum(q, kind(1e-8)), out=np.ones_like(p), where=seen)
    rows = p.size // p.shape[-1]
    return np.sum(p * np.log(ratio), dtype=kind) / kind(rows)


def kl_divergence_backward(p, q):
    kind, p, q = _in_type_of(p, q)
    rows = p.size // p.shape[-1]
    return -p / (np.maximum(q, kind(1e-8)) * kind(rows))


def nll(log_probability, labels):
    kind, logs = _in_type_of(log_probability)
    return -_mean(kind, logs[np.arange(len(labels)), labels])


def nll_backward(log_probability, labels):
    kind, logs = _in_type_of(log_probability)
    gradient = np.full(logs.shape, kind(0))
    gradient[np.arange(len(labels)), labels] -= kind(1) / kind(len(labels))
    return gradient


def gaussian_nll(x, mean, variance):
    kind, x, mean, variance = _in_type_of(x, mean, variance)
    sigma = np.sqrt(variance)
    z = (x - mean) / sigma
    half = kind(0.5)
    return _mean(kind, half * kind(np.log(2 * np.pi)) + np.log(sigma) + half * z * z)


def gaussian_nll_backward(x, mean, variance):
    kind, x, mean, variance = _in_type_of(x, mean, variance)
    return (mean - x) * (kind(1) / (variance * kind(x.size)))
