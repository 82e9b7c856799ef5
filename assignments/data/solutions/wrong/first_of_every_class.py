# fails stratified_split: law
import numpy as np


def split(images, labels, validation_fraction, seed):
    n = len(labels)
    order = np.random.default_rng(seed).permutation(n)
    n_val = int(round(n * validation_fraction))
    val, train = order[:n_val], order[n_val:]
    return images[train], labels[train], images[val], labels[val]


def stratified_split(images, labels, validation_fraction, seed):
    train, val = [], []
    for c in np.unique(labels):
        idx = np.where(labels == c)[0]
        k = int(round(len(idx) * validation_fraction))
        val.extend(idx[:k])
        train.extend(idx[k:])
    rng = np.random.default_rng(seed)
    rng.shuffle(train)
    rng.shuffle(val)
    return images[train], labels[train], images[val], labels[val]


def standardize(train, *others):
    mean = train.mean()
    std = train.std()
    result = []
    for array in (train, *others):
        x = (array - mean) / std
        if array.dtype in (np.float32, np.float64):
            x = x.astype(array.dtype)
        result.append(x)
    return tuple(result)


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
