# fails nll: zero times minus infinity
from numerics import columns_of, count_rows, entries_mean, log_softmax, one_hot, safe_log


def mse(prediction, target):
    error = prediction - target.astype(prediction.dtype)
    return entries_mean(error * error)


def mse_backward(prediction, target):
    error = prediction - target.astype(prediction.dtype)
    return (error + error) / error.size


def binary_cross_entropy(probability, target):
    t = target.astype(probability.dtype)
    return -entries_mean(t * safe_log(probability) + (1 - t) * safe_log(1 - probability))


def binary_cross_entropy_backward(probability, target):
    eps = 1e-7
    t = target.astype(probability.dtype)
    p = probability.clip(eps, 1 - eps)
    return ((1 - t) / (1 - p) - t / p) / p.size


def cross_entropy(logits, labels):
    return nll(log_softmax(logits), labels)


def cross_entropy_backward(logits, labels):
    y = one_hot(labels, logits)
    return (2.718281828459045 ** log_softmax(logits) - y) / count_rows(logits)


def hinge(score, target):
    violated = 1 - target.astype(score.dtype) * score
    return entries_mean(violated * (violated > 0))


def hinge_backward(score, target):
    t = target.astype(score.dtype)
    return -(t * (t * score < 1)) / t.size


def kl_divergence(p, q):
    return (p * (safe_log(p) - safe_log(q))).sum() / count_rows(p)


def kl_divergence_backward(p, q):
    return -p / (q + 1e-10) / count_rows(p)


def nll(log_probability, labels):
    return -columns_of(log_probability, labels).mean()


def nll_backward(log_probability, labels):
    return -one_hot(labels, log_probability) / count_rows(log_probability)


def gaussian_nll(x, mean, variance):
    from math import log, pi

    z = (x - mean) * variance**-0.5
    return entries_mean(z * z + safe_log(variance)) / 2 + log(2 * pi) / 2


def gaussian_nll_backward(x, mean, variance):
    z = (mean - x) / variance
    return z / z.size
