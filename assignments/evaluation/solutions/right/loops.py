import math
import random

import numpy as np


def accuracy(labels, predictions):
    right = 0
    for a, b in zip(labels, predictions):
        if a == b:
            right += 1
    return right / len(labels)


def confusion_matrix(labels, predictions, classes):
    rows = [[0] * classes for _ in range(classes)]
    for a, b in zip(labels, predictions):
        rows[a][b] += 1
    return np.array(rows, dtype=np.int64)


def ratio(a, b):
    return a / b if b else 0.0


def precision_recall_f1(labels, predictions, classes, average="macro"):
    table = confusion_matrix(labels, predictions, classes).tolist()
    tp = [table[c][c] for c in range(classes)]
    called = [sum(row[c] for row in table) for c in range(classes)]
    true = [sum(table[c]) for c in range(classes)]
    if average == "micro":
        tp, called, true = [sum(tp)], [sum(called)], [sum(true)]
    p = [ratio(a, b) for a, b in zip(tp, called)]
    r = [ratio(a, b) for a, b in zip(tp, true)]
    f = [ratio(2 * a, b + c) for a, b, c in zip(tp, called, true)]
    if average is None:
        return np.array(p, dtype=float), np.array(r, dtype=float), np.array(f, dtype=float)
    return sum(p) / len(p), sum(r) / len(r), sum(f) / len(f)


def roc_auc(labels, scores):
    total, pairs = 0.0, 0
    for i in range(len(labels)):
        for j in range(len(labels)):
            if labels[i] == 1 and labels[j] == 0:
                pairs += 1
                if scores[i] > scores[j]:
                    total += 1
                elif scores[i] == scores[j]:
                    total += 0.5
    return total / pairs if pairs else math.nan


def combinations(names, grid):
    if not names:
        yield {}
        return
    for value in grid[names[0]]:
        for rest in combinations(names[1:], grid):
            yield {names[0]: value, **rest}


def grid_search(score, grid):
    best = None
    for params in combinations(list(grid), grid):
        s = score(params)
        if not math.isnan(s) and (best is None or s >= best[1]):
            best = (params, s)
    return best


def random_search(score, space, trials, seed):
    own = random.Random(seed)
    rng = np.random.default_rng(own.randrange(2**31))
    best = None
    for _ in range(trials):
        params = {}
        for name in space:
            params[name] = space[name](rng) if callable(space[name]) else own.choice(space[name])
        s = score(params)
        if not math.isnan(s) and (best is None or s > best[1]):
            best = (params, s)
    return best


def cross_validate(train, x, y, folds, seed):
    order = list(range(len(y)))
    random.Random(seed).shuffle(order)
    result = []
    for k in range(folds):
        part = order[k::folds]
        inside = set(part)
        rest = [i for i in order if i not in inside]
        model = train(x[rest], y[rest])
        answers = model.predict(x[part])
        hits = sum(int(a == y[i]) for a, i in zip(answers, part))
        result.append(hits / len(part))
    return result
