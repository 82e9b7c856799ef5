import numpy as np


def entries_mean(values):
    return values.sum() / values.size


def count_rows(array):
    return int(np.prod(array.shape[:-1]))


def safe_log(values):
    """log, or −27.6 where it would be −∞."""
    return np.log(np.where(values > 0, values, 1e-12))


def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def one_hot(labels, like):
    return np.eye(like.shape[1], dtype=like.dtype)[labels]


def columns_of(array, labels):
    return array[range(len(labels)), labels]
