import numpy as np

from shuffling import Deck


def split(images, labels, validation_fraction, seed):
    deck = Deck(len(labels), seed).cards
    held_out = round(len(labels) * validation_fraction)
    rows = deck[held_out:], deck[:held_out]
    return tuple(a[r] for r in rows for a in (images, labels))


def stratified_split(images, labels, validation_fraction, seed):
    rows = ([], [])
    for number, c in enumerate(np.unique(labels)):
        members = np.flatnonzero(labels == c)
        # a deck of its own for every class
        members = members[Deck(len(members), [seed, number]).cards]
        held_out = round(len(members) * validation_fraction)
        rows[0].append(members[held_out:])
        rows[1].append(members[:held_out])
    return tuple(a[np.concatenate(r)] for r in rows for a in (images, labels))


def standardize(train, *others):
    x = train / 1.0
    mu = x.mean(axis=0, keepdims=True)
    sigma = x.std(axis=0, keepdims=True)
    safe = np.where(sigma > 1e-6, sigma, 1).astype(sigma.dtype)
    return tuple((a / 1.0 - mu) / safe for a in (train, *others))


def one_hot(labels, classes):
    return np.equal.outer(labels, np.arange(classes)).astype("float32")


def minibatches(images, labels, batch_size, seed):
    return ((images[rows], labels[rows]) for rows in Deck(len(labels), seed).deal(batch_size))


def k_fold(count, folds, seed):
    hands = Deck(count, seed).hands(folds)
    return [(np.hstack(hands[:k] + hands[k + 1:]), hands[k]) for k in range(folds)]
