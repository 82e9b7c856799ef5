"""The reader of trees against its own definition, worked out in NumPy with gradients by hand."""

from importlib.util import module_from_spec, spec_from_file_location
from itertools import cycle

import numpy as np
import pytest

from harness.data import expressions
from reference import tree_rnn
from tests.conftest import ROOT


torch = pytest.importorskip("torch")
FOLDER = ROOT / "assignments" / "recursive"
EXACT = {"rtol": 1e-11, "atol": 1e-13}


def loaded(path):
    """A file of an assignment as a module."""
    spec = spec_from_file_location(path.stem, path)
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


drive = loaded(FOLDER / "drive.py")


def vector(tree, e, w, b):
    """As the handout defines it."""
    if isinstance(tree, int):
        return e[tree]
    return np.tanh(w @ np.concatenate([vector(child, e, w, b) for child in tree]) + b)


def backward(tree, grad, weights, found):
    """The chain rule by hand: adds to `found` what this node sends on."""
    e, w, b = weights
    if isinstance(tree, int):
        found[0][tree] += grad
        return
    children = np.concatenate([vector(child, e, w, b) for child in tree])
    inner = grad * (1 - np.tanh(w @ children + b) ** 2)
    found[1] += np.outer(inner, children)
    found[2] += inner
    below = w.T @ inner
    for child, part in zip(tree, np.split(below, 2), strict=True):
        backward(child, part, weights, found)


def question(name, dtype="float64", seed=0):
    """What one probe asks, in a dtype."""
    asked = dict(tree_rnn.PROBES["TreeRNN"][name].draw(np.random.default_rng(seed)))
    for key in ("weights", "later", "rival"):
        if key in asked:
            asked[key] = [one.astype(dtype) for one in asked[key]]
    if "cotangents" in asked:
        asked["cotangents"] = asked["cotangents"].astype(dtype)
    return asked


PLAIN = [n for n, p in tree_rnn.PROBES["TreeRNN"].items() if p.check in {"value", "trees"}]
GRADIENTS = [n for n in tree_rnn.PROBES["TreeRNN"] if n.startswith("gradients")]


@pytest.mark.parametrize("name", [*PLAIN, "a chain to the left", "a chain in turns"])
def test_vectors_are_those_of_the_definition(name):
    """To the last digits but one."""
    asked = question(name)
    expected = [vector(drive.tree_of_text(t), *asked["weights"]) for t in asked["trees"]]

    np.testing.assert_allclose(drive.TreeRNN(tree_rnn.TreeRNN, **asked), expected, **EXACT)


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradients_are_those_of_the_chain_rule(name):
    """Of all three parameters, summed over trees and places."""
    asked = question(name)
    expected = [np.zeros_like(one) for one in asked["weights"]]
    for text, grad in zip(asked["trees"], asked["cotangents"], strict=True):
        backward(drive.tree_of_text(text), grad, asked["weights"], expected)

    for right, got in zip(expected, drive.TreeRNN(tree_rnn.TreeRNN, **asked), strict=True):
        np.testing.assert_allclose(got, right, **EXACT)


@pytest.mark.parametrize("name", tree_rnn.PROBES["TreeRNN"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_answers_have_the_dtype_of_the_weights(name, dtype):
    """Vectors and gradients alike."""
    answer = drive.TreeRNN(tree_rnn.TreeRNN, **question(name, dtype))
    found = answer if isinstance(answer, list) else [answer]

    assert {np.dtype(dtype)} == {one.dtype for one in found}


def test_weights_are_loaded_by_the_handouts_names():
    """And by no others."""
    model = tree_rnn.TreeRNN(3)

    assert sorted(drive.NAMES) == sorted(model.state_dict())
    assert [(10, 3), (3, 6), (3,)] == [tuple(p.shape) for p in model.parameters()]


@pytest.mark.parametrize("turns", ["L", "R", "LR"])
def test_a_chain_two_hundred_deep_is_read(turns):
    """No limit of recursion is near; and its gradients come back."""
    tree, digits = 7, cycle(range(10))
    for _, turn in zip(range(200), cycle(turns), strict=False):
        tree = (tree, next(digits)) if turn == "L" else (next(digits), tree)
    model = tree_rnn.TreeRNN(4)
    model(tree).sum().backward()

    assert torch.isfinite(model.combine.weight.grad).all()
    assert (model.embedding.weight.grad.abs().sum(dim=1) > 0).all()


def test_a_leaf_uses_its_row_and_nothing_else():
    """No gradient for combine, ones for one row."""
    model = tree_rnn.TreeRNN(3)
    model(4).sum().backward()

    assert model.combine.weight.grad is None
    assert [4] == model.embedding.weight.grad.abs().sum(1).nonzero().flatten().tolist()


def test_equal_subtrees_share_nothing_but_weights():
    """A subtree that is one object in two places counts twice."""
    shared = (3, (1, 3))
    copied = drive.tree_of_text("((3, (1, 3)), (3, (1, 3)))")
    model = tree_rnn.TreeRNN(4)
    grads = []
    for tree in ((shared, shared), copied):
        model.zero_grad()
        model(tree).sum().backward()
        grads.append(model.embedding.weight.grad.clone())

    torch.testing.assert_close(*grads, rtol=0, atol=0)


def test_every_shape_is_there():
    """Catalan's numbers: 1, 1, 2, 5, 14."""
    found = [list(tree_rnn.shapes(leaves)) for leaves in range(1, 6)]

    assert [1, 1, 2, 5, 14] == [len(set(some)) for some in found] == [len(s) for s in found]


@pytest.mark.parametrize("text", ["7", "(1, 2)", "((1, 2), 7)", "((1, 2), (3, (1, 0)))"])
def test_trees_come_out_of_text_and_of_marks_as_they_went_in(text):
    """The drive reads what the questions and the data set write."""
    tree = drive.tree_of_text(text)

    assert text == str(tree)
    assert tree == drive.tree_of_marks(expressions.written([tree])[0])


def test_the_recipes_read_as_the_oracle_does():
    """All nodes of one height at once; the weaker one does so with chains."""
    from reference.recipes import chain_rnn
    from reference.recipes import tree_rnn as recipe

    asked = question("five leaves", "float32")
    trees = [drive.tree_of_text(text) for text in asked["trees"]]
    expected = drive.TreeRNN(tree_rnn.TreeRNN, **asked)
    reader = drive.write(recipe.TreeRNN(asked["dim"]), asked["weights"])

    np.testing.assert_allclose(reader.read(trees).detach(), expected, rtol=1e-5, atol=1e-6)
    assert ((((1, 2), 3), 4), 5) == chain_rnn.chained(((1, 2), ((3, 4), 5)))
    scores = chain_rnn.Chain()([(1, (2, 3)), ((1, 2), 3)])
    torch.testing.assert_close(scores[0], scores[1], rtol=1e-5, atol=1e-6)


def test_the_handouts_numbers_are_right():
    """The worked example, as both handouts print it."""
    e = np.zeros((10, 2))
    e[1], e[2] = (0.5, -0.5), (1, 0)
    weights = e, np.array([[1, 0, -1, 0], [0, 1, 0.5, 1]]), np.array([0, 0.5])
    for text in ("(1, 2)", "(2, 1)", "((1, 2), 2)", "(1, (2, 2))"):
        x, y = (f"{n:.4f}".replace("-", "−") for n in vector(drive.tree_of_text(text), *weights))
        for language in ("en", "zh"):
            handout = (FOLDER / f"handout.{language}.md").read_text("utf-8")
            assert f"| `{text}` | ({x}, {y}) |" in handout


def test_the_starters_trees_are_of_the_kind_that_is_asked():
    """As many leaves and as deep as the handout says, with subtraction's labels."""
    starter = loaded(FOLDER / "starter" / "recursive.py")
    trees, labels = starter.examples(300, leaves=8, depth=4, seed=0)

    assert 4 == max(map(expressions.depth_of, trees))
    assert [expressions.worth(tree) % 3 for tree in trees] == labels.tolist()
    assert {0, 1, 2} == set(labels.tolist())
