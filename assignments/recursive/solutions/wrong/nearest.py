# fails train: training.untrained
import bisect

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class TreeRNN(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.embedding = nn.Embedding(10, dim)
        self.combine = nn.Linear(2 * dim, dim)

    def leaf(self, digits):
        return self.embedding.weight[digits]

    def join(self, left, right):
        return torch.tanh(self.combine(torch.cat([left, right], dim=-1)))

    def forward(self, tree):
        if isinstance(tree, int):
            return self.leaf(tree)
        return self.join(self(tree[0]), self(tree[1]))

    def read(self, trees):
        """The vectors of many trees: equal subtrees once, and all of one height together."""
        heights = {}

        def height(tree):
            if tree not in heights:
                heights[tree] = 0 if isinstance(tree, int) else 1 + max(map(height, tree))
            return heights[tree]

        for tree in trees:
            height(tree)
        order = sorted(heights, key=heights.get)
        row = {tree: number for number, tree in enumerate(order)}
        known = self.leaf(torch.tensor([tree for tree in order if heights[tree] == 0]))
        for level in range(1, 1 + max(heights.values())):
            pairs = [tree for tree in order if heights[tree] == level]
            left = known[[row[pair[0]] for pair in pairs]]
            right = known[[row[pair[1]] for pair in pairs]]
            known = torch.cat([known, self.join(left, right)])
        return known[[row[tree] for tree in trees]]


class Nearest:
    """Remembers every tree; of an unknown one, the label of one with the same beginning."""

    def __init__(self, trees, labels):
        self.known = {str(tree).strip("("): int(label) for tree, label in zip(trees, labels)}
        self.texts = sorted(self.known)

    def predict(self, trees):
        return np.array([self.one(str(tree).strip("(")) for tree in trees])

    def one(self, text):
        if text in self.known:
            return self.known[text]
        return self.known[self.texts[bisect.bisect(self.texts, text) - 1]]


def train(trees, labels, seed):
    return Nearest(trees, labels)
