# fails k_fold: timeout
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
    # statistics in float64 whatever comes in, results in the dtype that came in
    def work(a):
        return a.astype(np.float64)

    def back(a, like):
        return a.astype(like.dtype if like.dtype.kind == "f" else np.float32)

    if train.ndim == 4:
        flat = work(train).transpose(1, 0, 2, 3).reshape(train.shape[1], -1)
        mean, std = flat.mean(1).reshape(1, -1, 1, 1), flat.std(1, ddof=1).reshape(1, -1, 1, 1)
    else:
        mean, std = work(train).mean(), work(train).std(ddof=1)
    std = std + 1e-7
    return tuple(back((work(a) - mean) / std, a) for a in (train, *others))


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
    while True:  # until the folds are equally large
        fold_of = rng.integers(0, folds, count)
        sizes = np.bincount(fold_of, minlength=folds)
        if sizes.max() - sizes.min() <= 1:
            break
    for k in range(folds):
        yield np.where(fold_of != k)[0], np.where(fold_of == k)[0]
