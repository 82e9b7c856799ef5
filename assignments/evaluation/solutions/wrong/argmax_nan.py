# fails grid_search: NaN wins for good
import itertools

import numpy as np


def accuracy(labels, predictions):
    return np.mean(labels == predictions)


def confusion_matrix(labels, predictions, classes):
    table = np.zeros((classes, classes), dtype=np.int64)
    for t, p in zip(labels, predictions):
        table[t, p] += 1
    return table


def divide(a, b):
    """a / b, and 0 where b is 0."""
    return np.divide(a, b, out=np.zeros_like(a, dtype=float), where=b != 0)


def precision_recall_f1(labels, predictions, classes, average="macro"):
    table = np.zeros((classes, classes))
    np.add.at(table, (labels, predictions), 1)
    tp = np.diag(table)
    fp = table.sum(axis=0) - tp
    fn = table.sum(axis=1) - tp
    if average == "micro":
        tp, fp, fn = (np.array([v.sum()]) for v in (tp, fp, fn))
    precision = divide(tp, tp + fp)
    recall = divide(tp, tp + fn)
    f1 = divide(2 * precision * recall, precision + recall)
    if average is None:
        return precision, recall, f1
    return precision.mean(), recall.mean(), f1.mean()


def roc_auc(labels, scores):
    positive = scores[labels == 1]
    negative = scores[labels == 0]
    if len(positive) == 0 or len(negative) == 0:
        return float("nan")
    wins = (positive[:, None] > negative[None, :]).sum()
    ties = (positive[:, None] == negative[None, :]).sum()
    return (wins + 0.5 * ties) / (len(positive) * len(negative))


def grid_search(score, grid):
    tried = [dict(zip(grid, values)) for values in itertools.product(*grid.values())]
    results = np.array([score(params) for params in tried])
    k = np.argmax(results)
    return tried[k], results[k]


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
