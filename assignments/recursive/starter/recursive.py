"""Recursive networks. Read the handout, then replace every `raise NotImplementedError`."""

import numpy as np
import torch
from torch import nn


class TreeRNN(nn.Module):
    """Reads a tree: a digit, or a tuple of two trees.

    embedding: nn.Embedding(10, dim)        combine: nn.Linear(2 * dim, dim)
    """

    def __init__(self, dim):
        super().__init__()
        raise NotImplementedError

    def forward(self, tree):
        """The vector of the root, of shape (dim,)."""
        raise NotImplementedError


def train(trees, labels, seed):
    """A model whose predict(trees) gives the class of each tree, (len(trees),) int64.

    trees: a list; labels: an int64 array of classes 0, 1, 2; seed: where all chance comes from.
    """
    raise NotImplementedError


# To try it at home: trees like those that you are trained and asked with.


def grown(leaves, depth, rng):
    """A random tree of so many leaves, no deeper than `depth`."""
    if leaves == 1:
        return int(rng.integers(10))
    room = 2 ** (depth - 1)
    left = int(rng.integers(max(1, leaves - room), min(room, leaves - 1) + 1))
    return grown(left, depth - 1, rng), grown(leaves - left, depth - 1, rng)


def worth(tree):
    """Left minus right. Labels may follow another table: this is for your own experiments."""
    return worth(tree[0]) - worth(tree[1]) if isinstance(tree, tuple) else tree


def examples(count, leaves, depth, seed):
    """Random trees of 1 to `leaves` leaves, with their labels."""
    rng = np.random.default_rng(seed)
    trees = [grown(int(rng.integers(1, leaves + 1)), depth, rng) for _ in range(count)]
    return trees, np.array([worth(tree) % 3 for tree in trees])


#     trees, labels = examples(3000, leaves=8, depth=4, seed=0)
#     model = train(trees, labels, seed=0)
#     deep, right = examples(500, leaves=24, depth=10, seed=1)
#     print("training trees:", np.mean(np.asarray(model.predict(trees)) == labels))
#     print("deeper trees:  ", np.mean(np.asarray(model.predict(deep)) == right))
