# fails one_hot: columns for what occurs
# Everything with plain loops: slow, but I can follow every step.
import numpy as np


def draw_order(n, seed):
    rng = np.random.default_rng(seed)
    order = list(range(n))
    for i in range(n - 1, 0, -1):  # Fisher-Yates
        j = int(rng.integers(0, i + 1))
        order[i], order[j] = order[j], order[i]
    return order


def gather(array, rows):
    out = np.empty((len(rows),) + array.shape[1:], dtype=array.dtype)
    for k, row in enumerate(rows):
        out[k] = array[row]
    return out


def split(images, labels, validation_fraction, seed):
    n = len(labels)
    want = round(n * validation_fraction)
    train, val = [], []
    for row in draw_order(n, seed):
        if len(val) < want:
            val.append(row)
        else:
            train.append(row)
    return gather(images, train), gather(labels, train), gather(images, val), gather(labels, val)


def stratified_split(images, labels, validation_fraction, seed):
    total = {}
    for label in labels:
        total[label] = total.get(label, 0) + 1
    taken = dict.fromkeys(total, 0)
    train, val = [], []
    for row in draw_order(len(labels), seed):
        c = labels[row]
        if taken[c] < round(total[c] * validation_fraction):
            val.append(row)
            taken[c] += 1
        else:
            train.append(row)
    return gather(images, train), gather(labels, train), gather(images, val), gather(labels, val)


def standardize(train, *others):
    numbers = train.reshape(-1).tolist()
    mean = sum(numbers) / len(numbers)
    variance = 0.0
    for x in numbers:
        variance += (x - mean) ** 2
    variance /= len(numbers) - 1
    std = variance ** 0.5
    results = []
    for array in (train,) + others:
        dtype = array.dtype if array.dtype.kind == "f" else np.float64
        out = np.empty(array.shape, dtype=dtype)
        flat = [(x - mean) / std for x in array.reshape(-1).tolist()]
        out[...] = np.array(flat).reshape(array.shape)
        results.append(out)
    return results


def one_hot(labels, classes):
    present = sorted(set(labels.tolist()))
    out = np.zeros((len(labels), len(present)))
    for row, label in enumerate(labels):
        out[row, present.index(label)] = 1
    return out


def minibatches(images, labels, batch_size, seed):
    rows = []
    for row in draw_order(len(labels), seed):
        rows.append(row)
        if len(rows) == batch_size:
            yield gather(images, rows), gather(labels, rows)
            rows = []
    if rows:
        yield gather(images, rows), gather(labels, rows)


def k_fold(count, folds, seed):
    hands = [[] for _ in range(folds)]
    for i, row in enumerate(draw_order(count, seed)):
        hands[i % folds].append(row)
    for k in range(folds):
        train = []
        for j in range(folds):
            if j != k:
                train.extend(hands[j])
        yield np.array(train), np.array(hands[k])
