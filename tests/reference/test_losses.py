"""The oracles of the losses are the functions that PyTorch has, and are quiet about it."""

import numpy as np
import pytest

from reference import binary_cross_entropy as bce
from reference import cross_entropy as ce
from reference import gaussian_nll as gauss
from reference import hinge, kl_divergence, mse, nll


torch = pytest.importorskip("torch")
functional = torch.nn.functional

SEEDS = range(20)


def simplex(rng, *shape):
    return rng.dirichlet(np.ones(shape[-1]), shape[:-1])


def reals(rng):
    prediction, target = rng.normal(0, 10 ** rng.uniform(-3, 3), (2, 17, 6))
    return prediction, target


def chances(rng):
    probability = rng.uniform(1e-3, 1 - 1e-3, (13, 4))
    return probability, rng.integers(0, 2, (13, 4)).astype(float)


def logits(rng):
    return rng.normal(0, 10 ** rng.uniform(-2, 4), (19, 7)), rng.integers(0, 7, 19)


def scores(rng):
    return rng.normal(0, 2, (11, 3)), rng.choice([-1.0, 1.0], (11, 3))


def distributions(rng):
    p = simplex(rng, 15, 5)
    p[::3, 2] = 0
    return p / p.sum(axis=1, keepdims=True), 0.99 * simplex(rng, 15, 5) + 0.01 / 5


def log_probabilities(rng):
    return np.log(simplex(rng, 12, 9)), rng.integers(0, 9, 12)


def normals(rng):
    x, mean = rng.normal(0, 3, (2, 14, 5))
    return x, mean, 10 ** rng.uniform(-5, 3, (14, 5))


def torch_hinge(score, target):
    return torch.clamp(1 - target * score, min=0).mean()


def torch_kl(p, q):
    return functional.kl_div(q.log(), p, reduction="batchmean")


def torch_gaussian(x, mean, variance):
    return functional.gaussian_nll_loss(mean, x, variance, full=True)


LOSSES = {
    "mse": (mse, reals, functional.mse_loss, 0),
    "binary_cross_entropy": (bce, chances, functional.binary_cross_entropy, 0),
    "cross_entropy": (ce, logits, functional.cross_entropy, 0),
    "hinge": (hinge, scores, torch_hinge, 0),
    "kl_divergence": (kl_divergence, distributions, torch_kl, 1),
    "nll": (nll, log_probabilities, functional.nll_loss, 0),
    "gaussian_nll": (gauss, normals, torch_gaussian, 1),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", LOSSES)
def test_losses_and_gradients_are_those_of_torch(name, seed):
    """Values, and what autograd makes of them."""
    oracle, draw, loss, variable = LOSSES[name]
    arguments = draw(np.random.default_rng(seed))
    tensors = [torch.tensor(a) for a in arguments]
    tensors[variable].requires_grad_()
    expected = loss(*tensors)
    expected.backward()
    gradient = tensors[variable].grad.numpy()

    found = getattr(oracle, name)(*arguments)
    slope = getattr(oracle, f"{name}_backward")(*arguments)

    np.testing.assert_allclose(found, expected.item(), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(slope, gradient, rtol=1e-12, atol=1e-12 * np.abs(gradient).max())


@pytest.mark.parametrize("name", LOSSES)
def test_gradient_is_the_limit_of_difference_quotients(name):
    """∂L along a random direction, by central differences: no library needed."""
    oracle, draw, _, variable = LOSSES[name]
    rng = np.random.default_rng(1)
    arguments = list(draw(rng))
    if name == "cross_entropy":
        arguments[0] = rng.normal(0, 2, arguments[0].shape)  # not saturated, else there is no slope
    if name == "gaussian_nll":
        arguments[2] = rng.uniform(0.5, 3, arguments[2].shape)
    slope = getattr(oracle, f"{name}_backward")(*arguments)
    step = 1e-6 * rng.normal(size=slope.shape) * np.abs(arguments[variable]).min()
    ends = []
    for sign in (1, -1):
        moved = list(arguments)
        moved[variable] = arguments[variable] + sign * step
        ends.append(getattr(oracle, name)(*moved))

    expected = (ends[0] - ends[1]) / 2
    scale = np.abs(slope * step).sum()

    np.testing.assert_allclose((slope * step).sum(), expected, rtol=0, atol=1e-4 * scale + 1e-15)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", LOSSES)
def test_dtype_is_kept_and_no_warning_is_raised(name, dtype):
    """On everything that is asked, in both precisions, integer targets included."""
    oracle = LOSSES[name][0]
    for function in (name, f"{name}_backward"):
        for probe in oracle.PROBES[function].values():
            drawn = probe.draw(np.random.default_rng(2))
            cast = {k: a.astype(dtype) if a.dtype.kind == "f" else a for k, a in drawn.items()}
            with np.errstate(all="raise", under="ignore"):
                answer = getattr(oracle, function)(**cast)

            assert dtype == answer.dtype
            assert np.isfinite(answer).all()


@pytest.mark.parametrize("name", LOSSES)
def test_probes_draw_arguments_within_the_contract(name):
    """Distributions sum to one, labels are classes, probabilities are probabilities."""
    oracle = LOSSES[name][0]
    for probe in oracle.PROBES[name].values():
        for seed in SEEDS:
            drawn = probe.draw(np.random.default_rng(seed))
            if name == "kl_divergence":
                for rows in drawn.values():
                    np.testing.assert_allclose(rows.sum(axis=-1), 1, rtol=1e-12)
                    assert (rows >= 0).all()
            if name == "binary_cross_entropy":
                p = drawn["probability"]
                assert ((p == 0) | (p == 1) | ((p >= 1e-3) & (p <= 1 - 1e-3))).all()
                assert np.isin(drawn["target"], (0, 1)).all()
            if name == "hinge":
                assert np.isin(drawn["target"], (-1, 1)).all()
            if name == "gaussian_nll":
                assert (drawn["variance"] >= 1e-4).all()
            if name in {"nll", "cross_entropy"}:
                classes = next(iter(drawn.values())).shape[1]
                assert ((drawn["labels"] >= 0) & (drawn["labels"] < classes)).all()


@pytest.mark.parametrize("name", LOSSES)
def test_probes_with_one_answer_are_within_their_own_bounds(name):
    """Where more than one number is right, the oracle's own is among them."""
    oracle = LOSSES[name][0]
    for function in (name, f"{name}_backward"):
        for probe in (p for p in oracle.PROBES[function].values() if p.between):
            drawn = probe.draw(np.random.default_rng(3))
            low, high = (getattr(oracle, bound)(**drawn) for bound in probe.between)
            found = getattr(oracle, function)(**drawn)

            assert (low - 1e-9 <= found).all()
            assert (found <= high + 1e-9).all()


@pytest.mark.parametrize(
    ("right", "expected"), [(True, 0.0), (False, 15.0)], ids=["right", "wrong"]
)
def test_certainty_costs_nothing_or_much(right, expected):
    """p = 1: nothing to pay if it happens, at least 15 if it does not."""
    p, t = np.ones(1), np.array([1.0 if right else 0.0])
    loss = bce.binary_cross_entropy(p, t)

    assert (abs(loss - expected) < 1e-6) if right else loss >= expected


def test_what_q_calls_impossible_costs_at_least_fifteen():
    """And what P calls impossible costs nothing."""
    p, q = np.array([0.0, 1.0]), np.array([1.0, 0.0])

    assert kl_divergence.kl_divergence(p, q) >= 15
    assert kl_divergence.kl_divergence(p, p) == 0


def test_cross_entropy_of_huge_logits_is_exact():
    """A gap of 20000 costs 20000."""
    logits = np.array([[1e4, -1e4, 0.0]])

    assert ce.cross_entropy(logits, np.array([1])) == 20000
    assert ce.cross_entropy(logits, np.array([0])) == 0
