# fails split, stratified_split: forbidden
from sklearn.model_selection import train_test_split
import numpy as np


def split(images, labels, validation_fraction, seed):
    a, b, c, d = train_test_split(images, labels, test_size=validation_fraction, random_state=seed)
    return a, c, b, d


def stratified_split(images, labels, validation_fraction, seed):
    a, b, c, d = train_test_split(
        images, labels, test_size=validation_fraction, random_state=seed, stratify=labels)
    return a, c, b, d


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
