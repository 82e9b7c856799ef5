import itertools

import numpy as np

from counting import cells, safe


def accuracy(labels, predictions):
    return np.mean(labels == predictions)


def confusion_matrix(labels, predictions, classes):
    return cells(labels, predictions, classes).astype(np.int64)


def precision_recall_f1(labels, predictions, classes, average="macro"):
    c = cells(labels, predictions, classes)
    tp, called, true = c.diagonal(), c.sum(axis=0), c.sum(axis=1)
    if average == "micro":
        share = float(safe(tp.sum(), true.sum()))
        return share, share, share  # every error is one false positive and one false negative
    p, r = safe(tp, called), safe(tp, true)
    f = safe(2 * p * r, p + r)
    return (p, r, f) if average is None else (float(np.mean(p)), float(np.mean(r)), float(np.mean(f)))


def roc_auc(labels, scores):
    positive = scores[labels == 1]
    negative = scores[labels == 0]
    if len(positive) == 0 or len(negative) == 0:
        return float("nan")
    wins = (positive[:, None] > negative[None, :]).sum()
    ties = (positive[:, None] == negative[None, :]).sum()
    return (wins + 0.5 * ties) / (len(positive) * len(negative))


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
