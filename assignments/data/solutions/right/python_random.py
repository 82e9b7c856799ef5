import math
import random

import numpy as np


def split(images, labels, validation_fraction, seed):
    rng = random.Random(seed)
    rows = list(range(len(labels)))
    rng.shuffle(rows)
    n_val = math.floor(len(rows) * validation_fraction + 1e-9)
    val, train = rows[:n_val], rows[n_val:]
    return images[train], labels[train], images[val], labels[val]


def stratified_split(images, labels, validation_fraction, seed):
    rng = random.Random(seed)
    by_class = {}
    for row, label in enumerate(labels):
        by_class.setdefault(int(label), []).append(row)
    train, val = [], []
    for label in sorted(by_class):
        rows = by_class[label]
        rng.shuffle(rows)
        n_val = math.floor(len(rows) * validation_fraction + 1e-9)
        val += rows[:n_val]
        train += rows[n_val:]
    return images[train], labels[train], images[val], labels[val]


def standardize(train, *others):
    kind = train.dtype if train.dtype.kind == "f" else np.dtype("float64")
    mean = float(np.mean(train, dtype=np.float64))
    std = float(np.std(train, dtype=np.float64))
    std = max(std, 1e-8)
    return tuple(((a.astype(np.float64) - mean) / std).astype(kind) for a in (train,) + others)


def one_hot(labels, classes):
    rows = [[1 if c == label else 0 for c in range(classes)] for label in labels]
    return np.array(rows, dtype=np.int64).reshape(len(labels), classes)


def minibatches(images, labels, batch_size, seed):
    rows = list(range(len(labels)))
    random.Random(seed).shuffle(rows)
    batches = [rows[i:i + batch_size] for i in range(0, len(rows), batch_size)]
    return ([images[b], labels[b]] for b in batches)


def k_fold(count, folds, seed):
    rows = random.Random(seed).sample(range(count), count)
    for k in range(folds):
        val = rows[k::folds]
        held_out = set(val)
        train = [row for row in rows if row not in held_out]
        yield train, val
