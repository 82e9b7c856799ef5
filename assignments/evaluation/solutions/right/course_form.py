"""Homework 15."""
from itertools import product

import numpy as np


def accuracy(labels, predictions):
    return float((labels == predictions).sum()) / len(labels)


def confusion_matrix(labels, predictions, classes):
    flat = np.bincount(labels * classes + predictions, minlength=classes * classes)
    return flat.reshape(classes, classes)


def precision_recall_f1(labels, predictions, classes, average="macro"):
    def scores(tp, fp, fn):
        p = tp / (tp + fp) if tp + fp > 0 else 0.0
        r = tp / (tp + fn) if tp + fn > 0 else 0.0
        f = 2 * p * r / (p + r) if p + r > 0 else 0.0
        return p, r, f

    counts = []
    for c in range(classes):
        tp = np.sum((labels == c) & (predictions == c))
        fp = np.sum((labels != c) & (predictions == c))
        fn = np.sum((labels == c) & (predictions != c))
        counts.append((tp, fp, fn))
    if average == "micro":
        return scores(*np.sum(counts, axis=0))
    each = np.array([scores(*c) for c in counts])
    if average == "macro":
        return tuple(each.mean(axis=0))
    return each[:, 0].copy(), each[:, 1].copy(), each[:, 2].copy()


def roc_auc(labels, scores):
    P = np.sum(labels == 1)
    N = np.sum(labels == 0)
    if P == 0 or N == 0:
        raise ValueError("roc_auc needs both classes")
    # one point of the curve for every different score, from the highest down
    tpr, fpr = [0.0], [0.0]
    for t in np.unique(scores)[::-1]:
        called = scores >= t
        tpr.append(np.sum(called & (labels == 1)) / P)
        fpr.append(np.sum(called & (labels == 0)) / N)
    area = 0.0
    for i in range(1, len(tpr)):
        area += (fpr[i] - fpr[i - 1]) * (tpr[i] + tpr[i - 1]) / 2
    return area


def grid_search(score, grid):
    names = sorted(grid)
    tried = [dict(zip(names, v)) for v in product(*(grid[n] for n in names))]
    results = np.array([score(dict(p)) for p in tried])
    k = np.nanargmax(results)
    return tried[k], float(results[k])


def random_search(score, space, trials, seed):
    rng = np.random.default_rng(seed)

    def draw(values):
        return values(rng) if callable(values) else values[int(rng.random() * len(values))]

    tried = [{name: draw(space[name]) for name in space} for _ in range(trials)]
    results = np.array([score(p) for p in tried])
    k = np.nanargmax(results)
    return tried[k], float(results[k])


def cross_validate(train, x, y, folds, seed):
    order = np.arange(len(y))
    np.random.default_rng(seed).shuffle(order)
    fold_of = np.empty(len(y), dtype=int)
    fold_of[order] = np.arange(len(y)) % folds
    accuracies = np.zeros(folds)
    for k in range(folds):
        held = fold_of == k
        model = train(x[~held], y[~held])
        accuracies[k] = accuracy(y[held], model.predict(x[held]))
    return accuracies
