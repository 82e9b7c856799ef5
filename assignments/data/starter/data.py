"""Data and its parts. Read the handout, then replace every `raise`.

`seed` is a whole number: make a generator of your own from it. Every result is a new array;
no argument is ever changed.
"""
import numpy as np


def split(images, labels, validation_fraction, seed):
    """(train_images, train_labels, validation_images, validation_labels), drawn at random."""
    raise NotImplementedError


def stratified_split(images, labels, validation_fraction, seed):
    """The same four arrays; every class gives its share to the validation part."""
    raise NotImplementedError


def standardize(train, *others):
    """(train, *others), less the mean of train and divided by the deviation of train."""
    raise NotImplementedError


def one_hot(labels, classes):
    """(N, classes): 1 at the label, 0 elsewhere."""
    raise NotImplementedError


def minibatches(images, labels, batch_size, seed):
    """One pass over all rows in random order, as pairs (images, labels) of batch_size rows."""
    raise NotImplementedError


def k_fold(count, folds, seed):
    """`folds` pairs (train_indices, validation_indices); every index is held out once."""
    raise NotImplementedError
