# fails standardize: bytes wrapped around
import numpy as np
from itertools import islice


def _masks(n, rng, k):
    """boolean mask with exactly k ones at random places"""
    mask = np.arange(n) < k
    rng.shuffle(mask)
    return mask


def split(images, labels, validation_fraction, seed):
    rng = np.random.default_rng(seed)
    n = labels.shape[0]
    mask = _masks(n, rng, int(n * validation_fraction))
    return images[~mask], labels[~mask], images[mask], labels[mask]


def stratified_split(images, labels, validation_fraction, seed):
    rng = np.random.default_rng(seed)
    mask = np.zeros(labels.shape, bool)
    for c, n in zip(*np.unique(labels, return_counts=True)):
        mask[labels == c] = _masks(n, rng, int(np.rint(n * validation_fraction)))
    return images[~mask], labels[~mask], images[mask], labels[mask]


def standardize(train, *others):
    mean = train.mean().astype(train.dtype)  # same dtype, or NumPy makes float64 of it
    std = train.std().astype(np.float64 if train.dtype == np.uint8 else train.dtype)
    return tuple((a - mean) / std for a in (train, *others))


def one_hot(labels, classes):
    table = np.zeros((len(labels), classes), dtype=np.uint8)
    table[np.indices(labels.shape)[0], labels] = 1
    return table


def minibatches(images, labels, batch_size, seed):
    rows = iter(np.random.default_rng(seed).permutation(len(labels)))
    while batch := list(islice(rows, batch_size)):
        yield images[batch], labels[batch]


def k_fold(count, folds, seed):
    rng = np.random.default_rng(seed)
    fold_of = rng.permutation(np.resize(np.arange(folds), count))
    for k in range(folds):
        yield np.where(fold_of != k)[0].tolist(), np.where(fold_of == k)[0].tolist()
