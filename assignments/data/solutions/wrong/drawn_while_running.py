# fails minibatches: law
import numpy as np


# The course seeds the global generator, so I do the same; all numbers are drawn at once.
def permutation(n, seed):
    np.random.seed(seed)
    return np.random.permutation(n)


def split(images, labels, validation_fraction, seed):
    p = permutation(len(labels), seed)
    k = round(len(labels) * validation_fraction)
    return images[p[k:]], labels[p[k:]], images[p[:k]], labels[p[:k]]


def stratified_split(images, labels, validation_fraction, seed):
    p = permutation(len(labels), seed)
    train, val = [], []
    for c in np.unique(labels):
        rows = p[labels[p] == c]
        k = round(len(rows) * validation_fraction)
        train.append(rows[k:])
        val.append(rows[:k])
    train, val = np.concatenate(train), np.concatenate(val)
    return images[train], labels[train], images[val], labels[val]


def standardize(train, *others):
    x = train.astype(np.float64)
    mu, sigma = x.mean(), x.std(ddof=1)
    eps = 1e-6
    keep = train.dtype if train.dtype != np.uint8 else np.float64
    return tuple(((a - mu) / (sigma + eps)).astype(keep) for a in (train, *others))


def one_hot(labels, classes):
    out = np.zeros([labels.size, classes])
    np.put_along_axis(out, labels[:, None], 1, axis=1)
    return out


def minibatches(images, labels, batch_size, seed):
    np.random.seed(seed)
    rest = np.arange(len(labels))
    while len(rest):
        b = np.random.choice(rest, min(batch_size, len(rest)), replace=False)
        rest = np.setdiff1d(rest, b)
        yield images[b], labels[b]


def k_fold(count, folds, seed):
    p = permutation(count, seed)
    return [(np.setdiff1d(p, p[k::folds]), p[k::folds]) for k in range(folds)]
