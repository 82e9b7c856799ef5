"""The network agrees with PyTorch, and the laws of its start accept every usual one."""

from itertools import pairwise

import numpy as np
import pytest

from reference import layers, mlp
from reference.recipes import linear
from reference.recipes import mlp as recipe


SIZES = [(3, 5, 7, 4), (5, 5, 5, 3), (6, 2), (2, 3, 2), (4, 6, 5, 3, 2)]
EDITS = [pytest.param(edit, id=edit.name) for edit in (*mlp.CONVENTIONS, *mlp.MISTAKES)]
STARTS = {
    "He": lambda rng, n, m: rng.normal(0, np.sqrt(2 / n), (n, m)),
    "Glorot, uniform": lambda rng, n, m: rng.uniform(-1, 1, (n, m)) * np.sqrt(6 / (n + m)),
    "LeCun": lambda rng, n, m: rng.normal(0, np.sqrt(1 / n), (n, m)),
    "PyTorch": lambda rng, n, m: rng.uniform(-1, 1, (n, m)) / np.sqrt(n),
}
BAD_STARTS = {
    "0.01": lambda rng, n, m: rng.normal(0, 0.01, (n, m)),
    "zeros": lambda rng, n, m: np.zeros((n, m)),
    "standard normal": lambda rng, n, m: rng.normal(0, 1, (n, m)),
    "[0, 1)": lambda rng, n, m: rng.random((n, m)),
}


def drawn(sizes, rows, seed, dtype="float64"):
    rng = np.random.default_rng(seed)
    values = [p.astype(dtype) for p in layers.numbers(rng, sizes)]
    return values, *(array.astype(dtype) for array in layers.batch(rng, sizes, rows))


def written(sizes, values):
    network = mlp.MLP(sizes, 0)
    for p, value in zip(network.parameters(), values, strict=True):
        p[...] = value
    return network


def begun(sizes, start, seed):
    rng = np.random.default_rng(seed)
    return [p for n, m in pairwise(sizes) for p in (start(rng, n, m), np.zeros(m))]


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("rows", [1, 2, 5])
def test_logits_and_gradients_are_those_of_pytorch(sizes, rows):
    """With the same weights, for a random signed cotangent."""
    torch = pytest.importorskip("torch")
    values, x, grad_output = drawn(sizes, rows, sum(sizes) + rows)
    network = written(sizes, values)
    logits = network.forward(x)
    theirs = [torch.tensor(p, requires_grad=True) for p in values]
    h = torch.tensor(x)
    for place in range(0, len(theirs), 2):
        h = torch.relu(h) if place else h
        h = h @ theirs[place] + theirs[place + 1]
    h.backward(torch.tensor(grad_output))

    np.testing.assert_allclose(h.detach().numpy(), logits, rtol=1e-12, atol=1e-12)
    for expected, found in zip(theirs, network.backward(grad_output), strict=True):
        np.testing.assert_allclose(expected.grad.numpy(), found, rtol=1e-11, atol=1e-12)


def test_the_numbers_of_the_handout():
    """The network that students compute by hand."""
    network = written((2, 2, 2), [[[1, -1], [2, 0.5]], [0, 0.5], [[1, 2], [-1, 1]], [0.5, -0.5]])
    logits = network.forward(np.array([[2.0, 1], [-1, 2]]))
    gradients = network.backward(np.array([[1.0, -1], [0.5, 2]]))

    assert [[4.5, 7.5], [1, 8]] == logits.tolist()
    assert [
        [[-6.5, -1.5], [8, 3]], [3.5, 1.5], [[5.5, 2], [1.25, 5]], [1.5, 1],
    ] == [g.tolist() for g in gradients]  # fmt: skip


def test_a_kink_is_asked_where_it_is():
    """Two of five units stand at exactly 0, in either precision, and the slopes part there."""
    for seed in range(20):
        question = mlp.kinked(np.random.default_rng(seed))
        for kind in ("float32", "float64"):
            x = question["batches"][0][0].astype(kind)
            w, b = (p.astype(kind) for p in question["values"][:2])

            assert [True, False, True, False, False] == (x @ w + b == 0)[0].tolist()


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_fits_one_place_and_runs(edit):
    """A mutant that cannot be made would be taken for one that raises."""
    network = edit.mutant(mlp).MLP((3, 5, 4), 0)

    assert (2, 4) == network.forward(np.ones((2, 3))).shape


@pytest.mark.parametrize("name", STARTS)
@pytest.mark.parametrize("sizes", [mlp.WIDE, mlp.EQUAL])
def test_every_usual_start_obeys_the_laws(name, sizes):
    """Normal or uniform, by the inputs or by both sides."""
    for seed in range(10):
        answer = begun(sizes, STARTS[name], seed)

        for law in (layers.scaled, layers.centred, layers.small_biases):
            assert law(answer, sizes=list(sizes))
        assert layers.unlike_units(answer)
        assert layers.unlike_layers(answer)


@pytest.mark.parametrize("name", BAD_STARTS)
def test_a_bad_start_breaks_a_law(name):
    """Whatever the seed."""
    for seed in range(5):
        answer = begun(mlp.WIDE, BAD_STARTS[name], seed)

        assert not (layers.scaled(answer, sizes=list(mlp.WIDE)) and layers.centred(answer))


def test_layers_of_one_seed_are_found_out():
    """Two layers of a shape that begin alike, and two units that do."""
    one = np.random.default_rng(1).normal(0, 0.1, (8, 8))
    alike = [one, np.zeros(8), one, np.zeros(8)]

    assert not layers.unlike_layers(alike)
    assert not layers.unlike_units([np.repeat(one[:, :4], 2, axis=1), np.zeros(8)])


class Clouds:
    """Ten clouds in 784 dimensions, handed out like digits."""

    def __init__(self, budget):
        self.rng = np.random.default_rng(0)
        self.centres = self.rng.random((10, 784), dtype=np.float32)
        self.remaining = budget

    def drawn(self, count):
        labels = self.rng.integers(0, 10, count)
        noise = self.rng.normal(0, 0.4, (count, 784)).astype(np.float32)
        return self.centres[labels] + noise, labels

    def batches(self, batch_size):
        for _ in range(20):
            count = min(batch_size, self.remaining)
            if not count:
                return
            self.remaining -= count
            yield self.drawn(count)


@pytest.mark.parametrize("train", [recipe.train, linear.train], ids=["network", "linear"])
def test_recipes_learn_and_use_the_budget(train):
    """Clouds that are easily told apart are told apart, in a few thousand samples."""
    loader = Clouds(5_000)
    model = train(loader, 3)
    images, labels = loader.drawn(500)

    assert 0 == loader.remaining
    assert (model.predict(images) == labels).mean() > 0.95
