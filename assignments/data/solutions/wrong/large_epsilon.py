# fails standardize: a tenth added
import numpy as np


def split(images, labels, validation_fraction, seed):
    n = len(labels)
    order = np.random.default_rng(seed).permutation(n)
    n_val = int(round(n * validation_fraction))
    val, train = order[:n_val], order[n_val:]
    return images[train], labels[train], images[val], labels[val]


def stratified_split(images, labels, validation_fraction, seed):
    rng = np.random.default_rng(seed)
    train, val = [], []
    for c in np.unique(labels):
        idx = np.where(labels == c)[0]
        rng.shuffle(idx)
        k = int(round(len(idx) * validation_fraction))
        val.extend(idx[:k])
        train.extend(idx[k:])
    train, val = np.array(train), np.array(val)
    return images[train], labels[train], images[val], labels[val]


EPS = 0.1


def standardize(train, *others):
    x = train if train.dtype.kind == "f" else train.astype(np.float64)
    mean, std = x.mean(), x.std()
    return tuple(((a if a.dtype.kind == "f" else a.astype(np.float64)) - mean) / (std + EPS)
                 for a in (train, *others))


def one_hot(labels, classes):
    out = np.zeros((len(labels), classes))
    out[np.arange(len(labels)), labels] = 1
    return out


def minibatches(images, labels, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(labels))
    for start in range(0, len(labels), batch_size):
        idx = order[start:start + batch_size]
        yield images[idx], labels[idx]


def k_fold(count, folds, seed):
    order = np.random.default_rng(seed).permutation(count)
    parts = np.array_split(order, folds)
    for k in range(folds):
        train = np.concatenate([parts[j] for j in range(folds) if j != k])
        yield train, parts[k]
