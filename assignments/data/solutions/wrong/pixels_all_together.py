# fails standardize: each pixel, statistics of all arrays
import numpy as np
from numpy.random import RandomState


def _cut(images, labels, train_idx, val_idx):
    return [images[train_idx], labels[train_idx], images[val_idx], labels[val_idx]]


def split(images, labels, validation_fraction, seed):
    n = images.shape[0]
    idx = RandomState(seed).permutation(n)
    n_train = int(n * (1 - validation_fraction))
    return _cut(images, labels, idx[:n_train], idx[n_train:])


def stratified_split(images, labels, validation_fraction, seed):
    rs = RandomState(seed)
    is_val = np.zeros(len(labels), dtype=bool)
    for c in set(labels.tolist()):
        members = np.flatnonzero(labels == c)
        n_val = int(np.ceil(len(members) * validation_fraction - 1e-12))
        chosen = rs.choice(members, size=n_val, replace=False)
        is_val[chosen] = True
    return _cut(images, labels, ~is_val, is_val)


def standardize(train, *others):
    arrays = [train] + list(others)
    kind = train.dtype if np.issubdtype(train.dtype, np.floating) else np.float32
    whole = np.concatenate(arrays).astype(kind)
    mean = np.mean(whole, axis=0)
    std = np.std(whole, axis=0)
    std[std == 0] = 1
    return [(a.astype(kind) - mean) / std for a in arrays]


def one_hot(labels, classes):
    return np.eye(classes, dtype=np.float32)[labels]


def minibatches(images, labels, batch_size, seed):
    idx = RandomState(seed).permutation(len(images))
    out = []
    while len(idx) > 0:
        now, idx = idx[:batch_size], idx[batch_size:]
        out.append((images[now], labels[now]))
    return out


def k_fold(count, folds, seed):
    idx = RandomState(seed).permutation(count)
    sizes = np.full(folds, count // folds)
    sizes[:count % folds] += 1
    result, start = [], 0
    for size in sizes:
        val = idx[start:start + size]
        train = np.concatenate((idx[:start], idx[start + size:]))
        result.append((train, val))
        start += size
    return result
