"""A network that reads leaves from left to right and no brackets: what a threshold must be above.

The training is that of the good recipe, only the model is weak: ((1, 2), 3) and (1, (2, 3)) are the
same to it.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import nn

from reference.recipes.tree_rnn import Classifier, Tree, TreeRNN, fitted


__all__ = ["TreeRNN", "train"]


class Chain(Classifier):
    """The same weights, but every tree is made a chain to the left first."""

    def forward(self, trees: Sequence[Tree]) -> torch.Tensor:
        """Scores, one row for each tree."""
        return super().forward([chained(tree) for tree in trees])


def chained(tree: Tree) -> Tree:
    """The same leaves, paired from the left."""
    first, *others = leaves(tree)
    made: Tree = first
    for digit in others:
        made = (made, digit)
    return made


def leaves(tree: Tree) -> Iterator[int]:
    """From left to right."""
    if isinstance(tree, int):
        yield tree
    else:
        yield from leaves(tree[0])
        yield from leaves(tree[1])


def train(trees: Sequence[Tree], labels: np.ndarray, seed: int) -> nn.Module:
    """A classifier that has seen all leaves many times."""
    torch.manual_seed(seed)
    return fitted(Chain(), trees, labels)
