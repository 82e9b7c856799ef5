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


class Best:
    """Remembers the best of all that it is shown."""

    def __init__(self):
        self.params, self.score = {}, -np.inf

    def show(self, params, score):
        if not np.isnan(score) and score > self.score:
            self.params, self.score = dict(params), score

    def answer(self):
        return self.params, self.score


class Grid:
    def __init__(self, grid):
        self.grid = grid

    def __iter__(self):
        """Count in a number system with one digit for each name."""
        sizes = [len(v) for v in self.grid.values()]
        for number in range(int(np.prod(sizes, dtype=int))):
            params = {}
            for name, values in self.grid.items():
                number, digit = divmod(number, len(values))
                params[name] = values[digit]
            yield params


def grid_search(score, grid):
    best = Best()
    for params in Grid(grid):
        best.show(params, score(params))
    return best.answer()


def random_search(score, space, trials, seed):
    rng = np.random.Generator(np.random.PCG64(seed))
    best = Best()
    columns = {}
    for name, values in space.items():
        if callable(values):
            columns[name] = [values(rng) for _ in range(trials)]
        else:
            columns[name] = [values[i] for i in rng.choice(len(values), size=trials)]
    for t in range(trials):
        params = {name: column[t] for name, column in columns.items()}
        best.show(params, score(params))
    return best.answer()


def cross_validate(train, x, y, folds, seed):
    order = np.random.RandomState(seed).permutation(len(y))
    edges = [k * len(y) // folds for k in range(folds + 1)]
    result = np.empty(folds)
    for k, (a, b) in enumerate(zip(edges, edges[1:])):
        inside = np.zeros(len(y), dtype=bool)
        inside[order[a:b]] = True
        model = train(x[~inside], y[~inside])
        # one row at a time: a part may be larger than memory
        hits = [model.predict(x[i:i + 1])[0] == y[i] for i in np.flatnonzero(inside)]
        result[k] = sum(hits) / len(hits)
    return result
