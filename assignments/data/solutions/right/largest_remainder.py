"""Stratified with the largest-remainder rule, so that the total is right as well."""
import numpy as np


def _quotas(counts, fraction):
    exact = counts * fraction
    quota = np.floor(exact + 1e-9).astype(int)
    missing = int(round(exact.sum())) - quota.sum()
    for c in np.argsort(quota - exact, kind="stable")[:max(missing, 0)]:
        quota[c] += 1
    return quota


def split(images, labels, validation_fraction, seed):
    count = len(images)
    held_out = int(np.ceil(count * validation_fraction - 1e-9))
    scores = np.random.default_rng(seed).random(count)
    order = np.argsort(scores)
    return (images[order[held_out:]], labels[order[held_out:]],
            images[order[:held_out]], labels[order[:held_out]])


def stratified_split(images, labels, validation_fraction, seed):
    rng = np.random.default_rng(seed)
    classes, counts = np.unique(labels, return_counts=True)
    quota = _quotas(counts, validation_fraction)
    held_out = np.zeros(len(labels), dtype=bool)
    for c, q in zip(classes, quota):
        rows = np.argwhere(labels == c).ravel()
        held_out[rng.permutation(rows)[:q]] = True
    return images[~held_out], labels[~held_out], images[held_out], labels[held_out]


def standardize(train, *others):
    """Per channel where there are channels, per feature elsewhere; unbiased deviation."""
    dtype = np.result_type(train, np.float32) if train.dtype == np.uint8 else train.dtype
    x = train.astype(dtype)
    axes = (0, 2, 3) if train.ndim == 4 else 0
    mu = np.mean(x, axis=axes, keepdims=True)
    sigma = np.std(x, axis=axes, ddof=1, keepdims=True)
    sigma[sigma == 0] = 1
    return tuple((a.astype(dtype) - mu) / sigma for a in (train, *others))


def one_hot(labels, classes):
    flat = np.zeros(len(labels) * classes, dtype=np.float32)
    flat[np.arange(len(labels)) * classes + labels] = 1
    return flat.reshape(len(labels), classes)


def minibatches(images, labels, batch_size, seed):
    order = np.argsort(np.random.default_rng(seed).random(len(labels)))
    pieces = np.split(order, range(batch_size, len(order), batch_size)) if len(order) else []
    return iter([(np.take(images, p, axis=0), np.take(labels, p)) for p in pieces])


def k_fold(count, folds, seed):
    fold = np.random.default_rng(seed).permutation(np.arange(count) * folds // count)
    everything = np.arange(count, dtype=np.int32)
    return tuple((everything[fold != k], everything[fold == k]) for k in range(folds))
