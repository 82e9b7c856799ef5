# fails stratified_split: law
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
    train, val = [], []
    for c in range(10):
        members = rs.permutation(np.flatnonzero(labels == c))
        n_val = int(len(members) * validation_fraction)
        val.append(members[:n_val])
        train.append(members[n_val:])
    return _cut(images, labels, np.concatenate(train), np.concatenate(val))


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
