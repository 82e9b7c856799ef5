"""Trees of digits, made and not fetched: a pair is worth its left tree minus its right one.

    digit d → d        (l, r) → l − r        label = worth mod 3

Shallow ones to train on, of every size alike, so small ones come many times; deeper ones, each
once, to be asked about. Only raw numbers of a bit generator are drawn, which no version of NumPy
may change, so every machine makes the same trees.
"""

from collections.abc import Callable, Iterator

import numpy as np

from harness.data.arrays import Arrays
from harness.model import NODE, NOTHING


Tree = int | tuple["Tree", "Tree"]
Draw = Callable[[int], int]
"""A whole number below another one."""

CLASSES = 3
TRAIN, TEST = 3_000, 1_000
DEEP = range(5, 11)
_DIGITS = 10
_LEAVES, _DEPTH = 8, 4
_FEWEST, _MOST = 6, 24
_LENGTH = 2 * _MOST - 1
_SEED = 20_260


def make() -> Arrays:
    """The set, the same at every call."""
    raw = np.random.PCG64(_SEED)

    def draw(below: int) -> int:
        return int(raw.random_raw()) % below

    train = [grown(1 + draw(_LEAVES), _DEPTH, draw) for _ in range(TRAIN)]
    test = _distinct(TEST, lambda: _deep(draw))
    return Arrays(
        x_train=written(train), y_train=_labels(train), x_test=written(test), y_test=_labels(test)
    )


def grown(leaves: int, depth: int, draw: Draw) -> Tree:
    """A tree of so many leaves, no deeper than that; 2**depth leaves or fewer."""
    if leaves == 1:
        return draw(_DIGITS)
    room = 2 ** (depth - 1)
    least, most = max(1, leaves - room), min(room, leaves - 1)
    left = least + draw(most - least + 1)
    return grown(left, depth - 1, draw), grown(leaves - left, depth - 1, draw)


def depth_of(tree: Tree) -> int:
    """Pairs on the longest way from the root to a leaf."""
    return 1 + max(map(depth_of, tree)) if isinstance(tree, tuple) else 0


def worth(tree: Tree) -> int:
    """Left minus right, all the way down."""
    if isinstance(tree, tuple):
        left, right = tree
        return worth(left) - worth(right)
    return tree


def written(trees: list[Tree]) -> np.ndarray:
    """One row for each tree, as `harness.model.data` says."""
    rows = np.full((len(trees), _LENGTH), NOTHING, np.uint8)
    for row, tree in zip(rows, trees, strict=True):
        marks = list(_marks(tree))
        row[: len(marks)] = marks
    return rows


def _marks(tree: Tree) -> Iterator[int]:
    if isinstance(tree, tuple):
        yield NODE
        for one in tree:
            yield from _marks(one)
    else:
        yield tree


def _deep(draw: Draw) -> Tree:
    """As deep as those that are asked about; it is drawn until it is."""
    while True:
        tree = grown(_FEWEST + draw(_MOST - _FEWEST + 1), DEEP[-1], draw)
        if depth_of(tree) in DEEP:
            return tree


def _distinct(count: int, grow: Callable[[], Tree]) -> list[Tree]:
    found: dict[Tree, None] = {}
    while len(found) < count:
        found[grow()] = None
    return list(found)


def _labels(trees: list[Tree]) -> np.ndarray:
    return np.array([worth(tree) % CLASSES for tree in trees], np.uint8)
