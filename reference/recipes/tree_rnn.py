"""A recursive network on the trees' own shape, trained well: all nodes of one level at once.

    v(d) = E[d]      v((l, r)) = tanh(W [v(l) ; v(r)] + b)      scores = H v(root) + c

The loss is the mean cross-entropy, the optimizer Adam, its rate rises and falls once. When the
trees that it learns from are all right, deeper ones mostly are: what a pair becomes has to serve as
a child again.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional


Tree = Any
"""A digit, or a tuple of two trees."""
Levels = list[list[tuple[int, int]]]

DIM, CLASSES = 32, 3
BATCH, PASSES = 32, 25
HIGHEST, WARM_UP = 0.01, 0.3


class TreeRNN(nn.Module):
    """The reader of trees."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(10, dim)
        self.combine = nn.Linear(2 * dim, dim)

    def forward(self, tree: Tree) -> Tensor:
        """The vector of one tree."""
        return self.read([tree])[0]

    def read(self, trees: Sequence[Tree]) -> Tensor:
        """The vectors of several trees."""
        leaves, levels, roots = plan(trees)
        known = self.embedding(torch.tensor(leaves))
        for pairs in levels:
            children = known[torch.tensor(pairs)].flatten(1)
            known = torch.cat([known, torch.tanh(self.combine(children))])
        return known[torch.tensor(roots)]


class Classifier(nn.Module):
    """A reader with three scores on the root."""

    def __init__(self) -> None:
        super().__init__()
        self.reader, self.head = TreeRNN(DIM), nn.Linear(DIM, CLASSES)

    def forward(self, trees: Sequence[Tree]) -> Tensor:
        """Scores, one row for each tree."""
        return self.head(self.reader.read(trees))

    def predict(self, trees: Sequence[Tree]) -> np.ndarray:
        """The class of each tree."""
        with torch.no_grad():
            return self(trees).argmax(1).numpy()


def plan(trees: Sequence[Tree]) -> tuple[list[int], Levels, list[int]]:
    """Leaves, pairs of places level by level, and the places of the roots.

    Places are counted through: all leaves, then all pairs of height 1, and so on.
    """
    leaves: list[int] = []
    heights: list[list[Any]] = []

    def visit(tree: Tree) -> tuple[int, int]:
        """Height, and the number among those of this height."""
        if isinstance(tree, int):
            leaves.append(tree)
            return 0, len(leaves) - 1
        children = visit(tree[0]), visit(tree[1])
        height = 1 + max(children[0][0], children[1][0])
        while len(heights) < height:
            heights.append([])
        heights[height - 1].append(children)
        return height, len(heights[height - 1]) - 1

    roots = [visit(tree) for tree in trees]
    begins = np.cumsum([0, len(leaves), *map(len, heights)]).tolist()
    levels = [[(begins[h] + i, begins[k] + j) for (h, i), (k, j) in level] for level in heights]
    return leaves, levels, [begins[h] + i for h, i in roots]


def train(trees: Sequence[Tree], labels: np.ndarray, seed: int) -> nn.Module:
    """A classifier that has seen all trees many times."""
    torch.manual_seed(seed)
    return fitted(Classifier(), trees, labels)


def fitted(model: nn.Module, trees: Sequence[Tree], labels: np.ndarray) -> nn.Module:
    """The model after all passes, in place."""
    targets = torch.from_numpy(np.asarray(labels))
    optimizer = torch.optim.Adam(model.parameters())
    steps = PASSES * math.ceil(len(trees) / BATCH)
    step = 0
    for _ in range(PASSES):
        for chosen in torch.randperm(len(trees)).split(BATCH):  # type: ignore[no-untyped-call]
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = HIGHEST * rise_and_fall(step / (steps + 1))
            scores = model([trees[i] for i in chosen.tolist()])
            loss = functional.cross_entropy(scores, targets[chosen])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return model


def rise_and_fall(t: float) -> float:
    """0 → 1 → 0 in straight lines."""
    return min(t / WARM_UP, (1 - t) / (1 - WARM_UP))
