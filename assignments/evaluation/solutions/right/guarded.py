import itertools

import numpy as np


def accuracy(labels, predictions):
    return np.mean(labels == predictions)


def confusion_matrix(labels, predictions, classes):
    table = np.zeros((classes, classes), dtype=np.int64)
    for t, p in zip(labels, predictions):
        table[t, p] += 1
    return table


EPS = 1e-10


def precision_recall_f1(labels, predictions, classes, average="macro"):
    c = confusion_matrix(labels, predictions, classes).astype(np.float64)
    tp, called, true = np.diag(c), c.sum(0), c.sum(1)
    if average == "micro":
        tp, called, true = tp.sum(), called.sum(), true.sum()
    p = tp / (called + EPS)
    r = tp / (true + EPS)
    f = 2 * p * r / (p + r + EPS)
    return (p.mean(), r.mean(), f.mean()) if average == "macro" else (p, r, f)


def roc_auc(labels, scores):
    # the curve, one corner for every group of equal scores
    values, group = np.unique(scores, return_inverse=True)
    if labels.min() == labels.max():
        return np.nan
    ones = np.bincount(group, weights=labels, minlength=len(values))[::-1]
    zeros = np.bincount(group, weights=1 - labels, minlength=len(values))[::-1]
    tpr = np.concatenate([[0], np.cumsum(ones)]) / ones.sum()
    fpr = np.concatenate([[0], np.cumsum(zeros)]) / zeros.sum()
    return np.trapezoid(tpr, fpr)


def grid_search(score, grid):
    best_params, best_score = None, -np.inf
    for values in itertools.product(*grid.values()):
        params = dict(zip(grid, values))
        s = score(params)
        if s > best_score:
            best_params, best_score = params, s
    return best_params, best_score


def random_search(score, space, trials, seed):
    rng = np.random.default_rng(seed)
    best_params, best_score = None, -np.inf
    for _ in range(trials):
        params = {}
        for name, values in space.items():
            if callable(values):
                params[name] = values(rng)
            else:
                params[name] = values[rng.integers(len(values))]
        s = score(params)
        if s > best_score:
            best_params, best_score = params, s
    return best_params, best_score


def cross_validate(train, x, y, folds, seed):
    rng = np.random.default_rng(seed)
    parts = np.array_split(rng.permutation(len(y)), folds)
    result = []
    for k in range(folds):
        test = parts[k]
        rest = np.concatenate([parts[j] for j in range(folds) if j != k])
        model = train(x[rest], y[rest])
        result.append(np.mean(model.predict(x[test]) == y[test]))
    return np.array(result)
