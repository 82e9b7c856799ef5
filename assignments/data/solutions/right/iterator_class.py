import numpy as np


class Standardizer:
    def fit(self, x):
        x = np.asarray(x, dtype=np.float64) / 255.0
        self.mean = x.mean(axis=0)
        self.std = np.sqrt(x.var(axis=0) + 1e-10)
        return self

    def transform(self, x):
        out = (x / 255.0 - self.mean) / self.std
        return out.astype(x.dtype) if x.dtype.kind == 'f' else out


class MinibatchIterator:
    def __init__(self, images, labels, batch_size, seed):
        self.images = images
        self.labels = labels
        self.batch_size = batch_size
        self.order = np.random.RandomState(seed).permutation(len(labels))
        self.position = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.position >= len(self.order):
            raise StopIteration
        rows = self.order[self.position:self.position + self.batch_size]
        self.position += self.batch_size
        return self.images[rows], self.labels[rows]


class FoldIterator:
    def __init__(self, count, folds, seed):
        # deal the rows out like cards, then shuffle who gets which fold number
        self.fold_of = np.arange(count) % folds
        np.random.RandomState(seed).shuffle(self.fold_of)
        self.folds = folds
        self.k = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.k == self.folds:
            raise StopIteration
        mask = self.fold_of == self.k
        self.k += 1
        return np.flatnonzero(~mask), np.flatnonzero(mask)


def split(images, labels, validation_fraction, seed):
    n = len(labels)
    n_val = max(1, int(n * validation_fraction))
    val = np.random.RandomState(seed).choice(n, n_val, replace=False)
    train = np.setdiff1d(np.arange(n), val)
    return images[train], labels[train], images[val], labels[val]


def stratified_split(images, labels, validation_fraction, seed):
    rng = np.random.RandomState(seed)
    val = np.concatenate([
        rng.permutation(np.nonzero(labels == c)[0])[:int((labels == c).sum() * validation_fraction)]
        for c in np.unique(labels)
    ])
    train = np.delete(np.arange(len(labels)), val)
    return images[train], labels[train], images[val], labels[val]


def standardize(train, *others):
    s = Standardizer().fit(train)
    return tuple(s.transform(x) for x in (train, *others))


def one_hot(labels, classes):
    return np.identity(classes, dtype=int)[labels]


def minibatches(images, labels, batch_size, seed):
    return MinibatchIterator(images, labels, batch_size, seed)


def k_fold(count, folds, seed):
    return FoldIterator(count, folds, seed)
