# fails hinge_backward: slope everywhere
# I do not trust broadcasting yet, so everything is a loop over single numbers.
import math

import numpy as np


def mse(prediction, target):
    total = 0.0
    for a, b in zip(prediction.flat, target.flat):
        d = float(a) - float(b)
        total = total + d * d
    return total / prediction.size


def mse_backward(prediction, target):
    out = np.empty(prediction.shape, prediction.dtype)
    for where in np.ndindex(prediction.shape):
        out[where] = 2 * (float(prediction[where]) - float(target[where])) / prediction.size
    return out


def binary_cross_entropy(probability, target):
    total = 0.0
    for p, t in zip(probability.flat, target.flat):
        p_of_truth = float(p) if t == 1 else 1 - float(p)
        total -= math.log(max(p_of_truth, 1e-7))
    return total / probability.size


def binary_cross_entropy_backward(probability, target):
    out = np.empty(probability.shape, probability.dtype)
    for where in np.ndindex(probability.shape):
        p = float(probability[where])
        if target[where] == 1:
            out[where] = -1 / max(p, 1e-7) / probability.size
        else:
            out[where] = 1 / max(1 - p, 1e-7) / probability.size
    return out


def cross_entropy(logits, labels):
    total = 0.0
    for row, label in zip(logits.tolist(), labels.tolist()):
        biggest = max(row)
        s = sum(math.exp(z - biggest) for z in row)
        total += biggest - row[label] + math.log(s)
    return total / len(labels)


def cross_entropy_backward(logits, labels):
    n, c = logits.shape
    out = np.zeros((n, c), dtype=logits.dtype)
    for i in range(n):
        row = logits[i].tolist()
        biggest = max(row)
        s = sum(math.exp(z - biggest) for z in row)
        for j in range(c):
            p = math.exp(row[j] - biggest) / s
            if j == labels[i]:
                p = p - 1
            out[i, j] = p / n
    return out


def hinge(score, target):
    total = 0.0
    for s, t in zip(score.flat, target.flat):
        margin = 1 - float(t) * float(s)
        if margin > 0:
            total += margin
    return total / score.size


def hinge_backward(score, target):
    out = np.zeros(score.shape, score.dtype)
    for where in np.ndindex(score.shape):
        out[where] = -float(target[where]) / score.size
    return out


def kl_divergence(p, q):
    if p.ndim == 1:
        p, q = p.reshape(1, -1), q.reshape(1, -1)
    total = 0.0
    for row_p, row_q in zip(p.tolist(), q.tolist()):
        for a, b in zip(row_p, row_q):
            if a > 0:
                if b == 0:
                    return math.inf
                total += a * math.log(a / b)
    return total / len(p)


def kl_divergence_backward(p, q):
    rows = 1 if p.ndim == 1 else len(p)
    out = np.zeros(q.shape, q.dtype)
    for where in np.ndindex(q.shape):
        if p[where] > 0:
            if q[where] > 0:
                out[where] = -float(p[where]) / float(q[where]) / rows
            else:
                out[where] = -np.inf
    return out


def nll(log_probability, labels):
    total = 0.0
    for i in range(len(labels)):
        total -= float(log_probability[i, labels[i]])
    return total / len(labels)


def nll_backward(log_probability, labels):
    out = np.zeros(log_probability.shape, log_probability.dtype)
    for i in range(len(labels)):
        out[i, labels[i]] = -1 / len(labels)
    return out


def gaussian_nll(x, mean, variance):
    total = 0.0
    for a, m, v in zip(x.flat, mean.flat, variance.flat):
        a, m, v = float(a), float(m), float(v)
        total += (math.log(2 * math.pi) + math.log(v) + (a - m) ** 2 / v) / 2
    return total / x.size


def gaussian_nll_backward(x, mean, variance):
    out = np.empty(x.shape, x.dtype)
    for where in np.ndindex(x.shape):
        out[where] = (float(mean[where]) - float(x[where])) / float(variance[where]) / x.size
    return out
