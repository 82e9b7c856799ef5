"""The oracles of the optimizers walk as torch.optim does, in both precisions, without a warning."""

import numpy as np
import pytest

from reference import adagrad, adam, sgd


SETTINGS = {
    "SGD": [{}, {"momentum": 0.9}, {"momentum": 0.5}],
    "Adam": [{}, {"betas": (0.5, 0.9), "eps": 1e-2}, {"betas": (0.0, 0.99)}],
    "AdaGrad": [{}, {"eps": 1e-2}],
}
ORACLES = {"SGD": sgd, "Adam": adam, "AdaGrad": adagrad}
CLASSES = {"SGD": sgd.SGD, "Adam": adam.Adam, "AdaGrad": adagrad.AdaGrad}
SHAPES = ((3, 4), (5,), (), (3, 4), (0, 2))
SCALES = (1e-12, 1e-9, 1e-4, 1.0, 1e6)
CASES = [
    pytest.param(name, settings, id=f"{name} {settings}")
    for name, all_of_them in SETTINGS.items()
    for settings in all_of_them
]


def gradients(rng, steps, scale=1.0):
    """Signed, with a tenth of zeros."""
    return [
        [np.array(scale * rng.normal(0, 1, s) * (rng.random(s) < 0.9)) for s in SHAPES]
        for _ in range(steps)
    ]


def walk(optimizer, parameters, grads, rates):
    """The path of the oracle's parameters: copies after each step."""
    path = []
    for row, lr in zip(grads, rates, strict=True):
        optimizer.lr = lr
        optimizer.step(row)
        path.append([p.copy() for p in parameters])
    return path


def walk_in_torch(name, start, grads, rates, settings):
    """The path of the same parameters under torch.optim."""
    torch = pytest.importorskip("torch")
    makers = {"SGD": torch.optim.SGD, "Adam": torch.optim.Adam, "AdaGrad": torch.optim.Adagrad}
    parameters = [torch.nn.Parameter(torch.tensor(p)) for p in start]
    optimizer = makers[name](parameters, lr=rates[0], **settings)
    path = []
    for row, lr in zip(grads, rates, strict=True):
        optimizer.param_groups[0]["lr"] = lr
        for p, g in zip(parameters, row, strict=True):
            p.grad = torch.tensor(g)
        optimizer.step()
        path.append([p.detach().numpy().copy() for p in parameters])
    return path


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(("name", "settings"), CASES)
def test_the_oracle_walks_as_torch_does(name, settings, scale):
    """Thirty steps, five parameters, a learning rate that changes twice."""
    rng = np.random.default_rng(1)
    grads = gradients(rng, 30, scale)
    rates = [0.1] * 10 + [0.01] * 10 + [1.0] * 10
    start = [np.zeros(s) for s in SHAPES]
    expected = walk_in_torch(name, start, grads, rates, settings)

    own = [p.copy() for p in start]
    got = walk(CLASSES[name](own, 0.1, **settings), own, grads, rates)

    for theirs, ours in zip(expected, got, strict=True):
        for a, b in zip(theirs, ours, strict=True):
            np.testing.assert_allclose(b, a, rtol=1e-11, atol=1e-13 * np.abs(a).max(initial=0))


@pytest.mark.parametrize(("name", "settings"), CASES)
def test_a_hundred_steps_end_where_torch_ends(name, settings):
    """From parameters that are not 0."""
    rng = np.random.default_rng(2)
    grads, rates = gradients(rng, 100), [0.01] * 100
    start = [np.array(rng.normal(0, 1, s)) for s in SHAPES]
    expected = walk_in_torch(name, start, grads, rates, settings)[-1]

    own = [p.copy() for p in start]
    got = walk(CLASSES[name](own, 0.01, **settings), own, grads, rates)[-1]

    for a, b in zip(expected, got, strict=True):
        np.testing.assert_allclose(b, a, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", CLASSES)
def test_state_and_step_have_the_dtype_of_the_parameters(name, dtype):
    """A step in float32 is not made in float64 and rounded, nor the other way round."""
    theta, g, zero = (np.full(3, x, dtype=dtype) for x in (1, 0.1, 0))
    steps = {
        "SGD": lambda: sgd.update(theta, g, zero, lr=0.1, momentum=0.9),
        "Adam": lambda: adam.update(
            theta, g, (zero, zero), 1, lr=0.1, betas=(0.9, 0.999), eps=1e-8
        )[:1],
        "AdaGrad": lambda: adagrad.update(theta, g, zero, lr=0.1, eps=1e-10),
    }

    assert {np.dtype(dtype)} == {array.dtype for array in steps[name]()}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", CLASSES)
def test_no_probe_makes_the_oracle_warn(name, dtype):
    """Zero, tiny and huge gradients raise no floating-point flag."""
    for number, probe in enumerate(ORACLES[name].PROBES[name].values()):
        arguments = probe.draw(np.random.default_rng(number))
        own = [p.astype(dtype) for p in arguments["parameters"]]
        with np.errstate(all="raise", under="ignore"):
            optimizer = CLASSES[name](own, arguments["lr"])
            for row in arguments["gradients"]:
                optimizer.step([g.astype(dtype) for g in row])

        assert all(np.isfinite(p).all() for p in own)


@pytest.mark.parametrize("name", CLASSES)
def test_gradients_are_read_and_parameters_changed_in_place(name):
    """The arrays that were handed over move; the gradients do not change."""
    theta, g = np.ones((2, 3)), np.full((2, 3), 0.5)
    window = theta[:, ::2]
    CLASSES[name]([theta], 0.1).step([g])

    assert np.all(g == 0.5)
    assert np.all(window < 1)


@pytest.mark.parametrize("name", CLASSES)
def test_two_optimizers_know_nothing_of_each_other(name):
    """Steps of one between the steps of the other change nothing."""
    rng = np.random.default_rng(3)
    grads, others = gradients(rng, 5), gradients(rng, 5)
    alone, beside, rival = ([np.zeros(s) for s in SHAPES] for _ in range(3))
    expected = walk(CLASSES[name](alone, 0.1), alone, grads, [0.1] * 5)[-1]

    first, second = CLASSES[name](beside, 0.1), CLASSES[name](rival, 0.1)
    for row, other in zip(grads, others, strict=True):
        first.step(row)
        second.step(other)

    for a, b in zip(expected, beside, strict=True):
        np.testing.assert_array_equal(b, a)
