# fails split: law
import numpy as np


def shuffled(images, labels, rng):
    images, labels = images.copy(), labels.copy()
    order = rng.permutation(len(labels))
    return images[order], labels[order]


def split(images, labels, validation_fraction, seed):
    x = np.random.default_rng(seed).permutation(images)
    y = labels.copy()
    cut = len(y) - int(len(y) * validation_fraction)
    return x[:cut], y[:cut], x[cut:], y[cut:]


def stratified_split(images, labels, validation_fraction, seed):
    x, y = shuffled(images, labels, np.random.default_rng(seed))
    # rank of each row within its class, in the shuffled order
    rank = np.empty(len(y), dtype=int)
    size = np.empty(len(y), dtype=int)
    for c in np.unique(y):
        members = y == c
        rank[members] = np.arange(members.sum())
        size[members] = members.sum()
    val = rank < np.round(size * validation_fraction)
    return x[~val], y[~val], x[val], y[val]


def standardize(train, *others):
    x = np.array(train, dtype=train.dtype if train.dtype.kind == "f" else np.float32) * 1.0
    axes = (0, 2, 3) if x.ndim == 4 else tuple(range(x.ndim))
    m = x.mean(axis=axes, keepdims=True)
    s = x.std(axis=axes, keepdims=True) + 1e-8
    if not others:
        return (x - m) / s
    return ((x - m) / s, *[(o.astype(x.dtype) - m) / s for o in others])


def one_hot(labels, classes):
    return (labels.reshape(-1, 1) == np.arange(classes)).astype(np.float64)


class Batches:
    """One pass; may be gone through as often as one likes."""

    def __init__(self, images, labels, batch_size):
        self.images, self.labels, self.batch_size = images, labels, batch_size

    def __len__(self):
        return -(-len(self.labels) // self.batch_size)

    def __iter__(self):
        for k in range(len(self)):
            part = slice(k * self.batch_size, (k + 1) * self.batch_size)
            yield self.images[part], self.labels[part]


def minibatches(images, labels, batch_size, seed):
    x, y = shuffled(images, labels, np.random.default_rng(seed))
    return Batches(x, y, batch_size)


def k_fold(count, folds, seed):
    order = np.random.default_rng(seed).permutation(count)
    bounds = [count * k // folds for k in range(folds + 1)]
    return [
        (np.r_[order[:a], order[b:]], order[a:b])
        for a, b in zip(bounds[:-1], bounds[1:])
    ]
