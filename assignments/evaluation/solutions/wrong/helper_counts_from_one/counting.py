import numpy as np


def cells(labels, predictions, classes):
    table = np.zeros((classes, classes), dtype=np.int64)
    for t, p in zip(labels, predictions):
        table[t - 1, p - 1] += 1
    return table
