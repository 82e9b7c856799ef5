# fails split: law
import numpy as np


def split(images, labels, validation_fraction, seed):
    n = len(labels)
    n_val = int(round(n * validation_fraction))
    start = np.random.default_rng(seed).integers(0, n)
    rows = np.roll(np.arange(n), -start)
    val, train = rows[:n_val], rows[n_val:]
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
