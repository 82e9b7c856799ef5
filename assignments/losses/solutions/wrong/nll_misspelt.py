# fails nll_backward: missing
import numpy as np

EPS = 1e-7


def mse(prediction, target):
    diff = prediction - target.astype(prediction.dtype)
    return np.mean(diff**2)


def mse_backward(prediction, target):
    diff = prediction - target.astype(prediction.dtype)
    return 2 * diff / diff.size


def binary_cross_entropy(probability, target):
    p = np.clip(probability, EPS, 1 - EPS)
    t = target.astype(p.dtype)
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


def binary_cross_entropy_backward(probability, target):
    p = np.clip(probability, EPS, 1 - EPS)
    t = target.astype(p.dtype)
    return (p - t) / (p * (1 - p)) / p.size


def cross_entropy(logits, labels):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_sum = np.log(np.sum(np.exp(shifted), axis=1))
    return np.mean(log_sum - shifted[np.arange(len(labels)), labels])


def cross_entropy_backward(logits, labels):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    probs = np.exp(shifted)
    probs /= np.sum(probs, axis=1, keepdims=True)
    probs[np.arange(len(labels)), labels] -= 1
    return probs / len(labels)


def hinge(score, target):
    t = target.astype(score.dtype)
    return np.mean(np.maximum(0, 1 - t * score))


def hinge_backward(score, target):
    t = target.astype(score.dtype)
    active = (1 - t * score) > 0
    return -t * active / score.size


def kl_divergence(p, q):
    ratio = np.log(np.maximum(p, EPS)) - np.log(np.maximum(q, EPS))
    return np.mean(np.sum(p * ratio, axis=-1))


def kl_divergence_backward(p, q):
    n = len(q) if q.ndim == 2 else 1
    return -p / np.maximum(q, EPS) / n


def nll(log_probability, labels):
    return -np.mean(log_probability[np.arange(len(labels)), labels])


def nll_backwards(log_probability, labels):
    grad = np.zeros_like(log_probability)
    grad[np.arange(len(labels)), labels] = -1 / len(labels)
    return grad


def gaussian_nll(x, mean, variance):
    return np.mean(0.5 * np.log(2 * np.pi * variance) + (x - mean) ** 2 / (2 * variance))


def gaussian_nll_backward(x, mean, variance):
    return (mean - x) / variance / x.size
