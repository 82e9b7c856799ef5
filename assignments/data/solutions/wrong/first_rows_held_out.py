# fails split: law
import numpy as np
from numpy.random import RandomState


def _cut(images, labels, train_idx, val_idx):
    return [images[train_idx], labels[train_idx], images[val_idx], labels[val_idx]]


def split(images, labels, validation_fraction, seed):
    # the data set is shuffled already, I think
    n = images.shape[0]
    idx = np.arange(n)
    n_val = int(n * validation_fraction)
    return _cut(images, labels, idx[n_val:], idx[:n_val])


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
    # one mean and std per pixel / per feature
    x = train if np.issubdtype(train.dtype, np.floating) else train.astype(np.float32)
    mean = np.mean(x, axis=0)
    std = np.std(x, axis=0)
    std = np.where(std < 1e-7, 1, std).astype(x.dtype)
    return [((a.astype(x.dtype) - mean) / std) for a in [train] + list(others)]


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
