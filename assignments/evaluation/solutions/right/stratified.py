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
    best_params, best_score = None, -np.inf
    for values in itertools.product(*grid.values()):
        params = dict(zip(grid, values))
        s = score(params)
        if s > best_score:
            best_params, best_score = params, s
    return best_params, best_score


def random_search(score, space, trials, seed):
    """Lists alone are drawn without repetition as long as there is something new."""
    rng = np.random.default_rng(seed)
    finite = not any(callable(v) for v in space.values())
    left = []
    best_params, best_score = None, -np.inf
    for _ in range(trials):
        if finite:
            if not left:
                left = list(itertools.product(*space.values()))
                rng.shuffle(left)
            params = dict(zip(space, (v.item() if isinstance(v, np.generic) else v for v in left.pop())))
        else:
            params = {n: v(rng) if callable(v) else v[rng.choice(len(v))] for n, v in space.items()}
        s = score(params)
        if s > best_score:
            best_params, best_score = params, s
    return best_params, best_score


def cross_validate(train, x, y, folds, seed):
    """Stratified: the rows of each class are dealt out in turn, one class after the other."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    order = order[np.argsort(y[order], kind="stable")]
    result = np.zeros(folds, dtype=np.float32)
    for k in range(folds):
        test = order[k::folds]
        rest = np.setdiff1d(order, test)
        model = train(x[rest], y[rest])
        result[k] = np.mean(model.predict(x[test]) == y[test])
    return result
