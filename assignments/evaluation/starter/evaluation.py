"""Evaluation and search. Read the handout, then replace every `raise`.

The true labels come first. Results are new; no argument is ever changed. `seed` is a whole number:
make a generator of your own from it.
"""
import numpy as np


def accuracy(labels, predictions):
    """The share of predictions that are right."""
    raise NotImplementedError


def confusion_matrix(labels, predictions, classes):
    """(classes, classes) int64: rows are true classes, columns predicted ones."""
    raise NotImplementedError


def precision_recall_f1(labels, predictions, classes, average="macro"):
    """(precision, recall, f1): arrays for average=None, numbers for "macro" and "micro"."""
    raise NotImplementedError


def roc_auc(labels, scores):
    """The probability that a random 1 is scored above a random 0; ties count half."""
    raise NotImplementedError


def grid_search(score, grid):
    """(best_params, best_score) of all combinations, each tried once."""
    raise NotImplementedError


def random_search(score, space, trials, seed):
    """(best_params, best_score) of `trials` combinations drawn at random."""
    raise NotImplementedError


def cross_validate(train, x, y, folds, seed):
    """(folds,): the accuracy on each part of a model trained on all other parts."""
    raise NotImplementedError
