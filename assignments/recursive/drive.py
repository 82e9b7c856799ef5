"""How to ask a submission for its reader of trees and its training. Runs inside; knows no answers.

Trees come as text, `((1, 2), 7)`, or written in rows of marks: nested tuples of any depth are made
of them here, without recursion.
"""

import numpy as np


NODE, NOTHING = 10, 255
"""Marks in a row: two trees follow; nothing follows."""
NAMES = "embedding.weight", "combine.weight", "combine.bias"
SEEDS = 2**31
"""The handout promises seeds below it."""


def TreeRNN(thing, dim, weights, trees, cotangents=None, later=None, rival=None):  # noqa: N802
    """The vectors of trees, with these weights in the module.

    cotangents  gradients of all three parameters instead, of Σ cotangent · vector
    later       the vectors once more, after these weights were written in place of the first
    rival       the vectors once more, after a second module with these weights has read the trees
    """
    model = write(thing(dim), weights)
    trees = [tree_of_text(text) for text in trees]
    if cotangents is not None:
        return gradients(model, trees, cotangents)
    found = [vectors(model, trees)]
    if later is not None:
        found.append(vectors(write(model, later), trees))
    if rival is not None:
        other = write(thing(dim), rival)
        found += [vectors(other, trees), vectors(model, trees)]
    return found if len(found) > 1 else found[0]


def write(model, weights):
    """The module with these numbers in its parameters, in their dtype."""
    import torch  # noqa: PLC0415  # drive.py is read where there may be none

    named = {name: torch.tensor(one) for name, one in zip(NAMES, weights, strict=True)}
    if weights[0].dtype == np.float64:
        model.double()
    else:
        model.float()
    _, strange = model.load_state_dict(named, strict=False)
    if strange:
        raise AttributeError(f"TreeRNN has no parameter {', '.join(strange)}; see section 3")
    return model


def vectors(model, trees):
    """One row for each tree."""
    import torch  # noqa: PLC0415

    with torch.no_grad():
        return np.stack([as_array(model(tree)) for tree in trees])


def gradients(model, trees, cotangents):
    """Of the three parameters; one that was not used has a gradient of zeros."""
    import torch  # noqa: PLC0415

    parts = [
        (model(tree) * torch.from_numpy(np.array(cotangent))).sum()
        for tree, cotangent in zip(trees, cotangents, strict=True)
    ]
    torch.stack(parts).sum().backward()
    known = model.embedding.weight, model.combine.weight, model.combine.bias
    return [
        np.zeros(tuple(one.shape), cotangents.dtype) if one.grad is None else as_array(one.grad)
        for one in known
    ]


def as_array(found):
    """A tensor, or anything else, as an array of its own."""
    return found.detach().cpu().numpy().copy() if hasattr(found, "detach") else np.array(found)


def tree_of_text(text):
    """`(1, (2, 3))` as tuples of ints."""
    marks = text.replace("(", f" {NODE} ").replace(",", " ").replace(")", " ").split()
    return tree_of_marks(map(int, marks))


def tree_of_marks(marks):
    """From last to first: a pair finds both its trees on the stack, the left one on top."""
    stack = []
    for mark in reversed([int(mark) for mark in marks if mark != NOTHING]):
        stack.append((stack.pop(), stack.pop()) if mark == NODE else mark)
    (tree,) = stack
    return tree


def train(function, model, loader, seed, device):  # noqa: ARG001  # asked like all trainings
    """The trained model, from all trees at once."""
    rows, labels = next(iter(loader.batches(loader.count)))
    return function([tree_of_marks(row) for row in rows], labels, seed % SEEDS)


def train_predict(model, rows):
    """The classes of these trees."""
    import torch  # noqa: PLC0415

    if hasattr(model, "eval"):
        model.eval()
    with torch.no_grad():
        return as_array(model.predict([tree_of_marks(row) for row in rows]))
