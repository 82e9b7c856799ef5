"""The oracles of `regularization` agree with PyTorch; the laws of dropout hold and bite."""

import runpy
from pathlib import Path

import numpy as np
import pytest

from harness import ask
from harness.judge import Bench, judge
from harness.model import Outcome
from harness.plan import PUBLIC, sheet
from reference import batch_norm, dropout, early_stopping, l1_penalty, l2_penalty, weights


ROOT = Path(__file__).resolve().parents[2]
MODULES = (l1_penalty, l2_penalty, dropout, batch_norm, early_stopping)
EDITS = [
    pytest.param(module, edit, id=f"{module.__name__}: {edit.name}")
    for module in MODULES
    for edit in (*getattr(module, "CONVENTIONS", ()), *module.MISTAKES)
]
SHAPES = [(), (1,), (7,), (4, 5), (0, 3), (2, 3, 4, 5)]
DTYPES = ["float32", "float64"]
DIGITS = {"float32": 2e-5, "float64": 1e-11}
TABLE = [
    ([1, 1, 1, 1], 2, 0.0, 3),
    ([3, 4, 2, 3, 3], 2, 0.0, 5),
    ([3, np.nan, np.nan, 2], 2, 0.0, 3),
    ([np.nan, 3, 4, 2, 2, 2], 2, 0.0, 6),
    ([1, 0.75, 0.25, 0.25, 0.25], 2, 0.5, 5),
    ([1, 0.5, 0.5], 2, 0.5, 3),
]


@pytest.mark.parametrize(("module", "edit"), EDITS)
def test_every_edit_fits_one_place_and_runs(module, edit):
    """A mutant that cannot be made would be taken for one that raises."""
    mutant = edit.mutant(module)

    assert all(callable(getattr(mutant, name)) for name in module.PROBES)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", SHAPES)
def test_penalties_and_their_slopes_are_those_of_autograd(shape, dtype):
    """Both penalties, every shape, the dtype kept, and no warning."""
    torch = pytest.importorskip("torch")
    w = weights.signed(np.random.default_rng(1), *shape).astype(dtype)
    leaf = torch.tensor(w, requires_grad=True)
    for module, total in ((l1_penalty, leaf.abs().sum()), (l2_penalty, (leaf**2).sum())):
        leaf.grad = None
        (0.3 * total).backward()
        name = module.__name__.rpartition(".")[2]
        with np.errstate(all="raise"):
            value = getattr(module, name)(w, 0.3)
            slope = getattr(module, f"{name}_backward")(w, 0.3)

        np.testing.assert_allclose(0.3 * total.item(), value, rtol=DIGITS[dtype])
        np.testing.assert_allclose(leaf.grad.numpy(), slope, rtol=DIGITS[dtype])
        assert [dtype, dtype] == [np.asarray(value).dtype, slope.dtype]


def layers(torch, dtype):
    """Our layer and PyTorch's, with the same parameters."""
    rng = np.random.default_rng(5)
    ours = batch_norm.BatchNorm(4, momentum=0.3, eps=1e-3)
    theirs = torch.nn.BatchNorm1d(4, momentum=0.3, eps=1e-3, dtype=getattr(torch, dtype))
    for mine, other in ((ours.gamma, theirs.weight), (ours.beta, theirs.bias)):
        mine[...] = rng.normal(1, 1, 4).astype(dtype)
        other.data[...] = torch.tensor(mine)
    return ours, theirs


@pytest.mark.parametrize("dtype", DTYPES)
def test_batch_normalisation_is_that_of_torch_but_for_the_running_variance(dtype):
    """Outputs, all three gradients and the running mean over several batches."""
    torch = pytest.importorskip("torch")
    ours, theirs = layers(torch, dtype)
    rng = np.random.default_rng(6)
    for x in batch_norm.batches(rng, 5, 9, 6):
        batch, g = x.astype(dtype), rng.normal(0, 1, x.shape).astype(dtype)
        leaf = torch.tensor(batch, requires_grad=True)
        theirs.zero_grad()
        out = theirs(leaf)
        out.backward(torch.tensor(g))
        pairs = [
            (out, ours.forward(batch)), (leaf.grad, ours.backward(g)),
            (theirs.weight.grad, ours.grad_gamma), (theirs.bias.grad, ours.grad_beta),
            (theirs.running_mean, ours.running_mean),
        ]  # fmt: skip
        for expected, found in pairs:
            limit = DIGITS[dtype]
            np.testing.assert_allclose(expected.detach().numpy(), found, rtol=limit, atol=limit)


def test_the_convention_of_torch_is_that_of_torch():
    """With n/(n − 1) in the running variance evaluation agrees as well."""
    torch = pytest.importorskip("torch")
    _, theirs = layers(torch, "float64")
    [convention] = batch_norm.CONVENTIONS
    ours = convention.mutant(batch_norm).BatchNorm(4, momentum=0.3, eps=1e-3)
    ours.gamma[...], ours.beta[...] = theirs.weight.data.numpy(), theirs.bias.data.numpy()
    *batches, new = batch_norm.batches(np.random.default_rng(7), 5, 6, 3)
    for x in batches:
        ours.forward(x)
        theirs(torch.tensor(x))

    np.testing.assert_allclose(theirs.running_var.numpy(), ours.running_var, rtol=1e-12)
    expected = theirs.eval()(torch.tensor(new)).detach().numpy()
    np.testing.assert_allclose(expected, ours.forward(new, training=False), rtol=1e-10)


@pytest.mark.parametrize(("losses", "patience", "min_delta", "epoch"), TABLE)
def test_early_stopping_keeps_the_table_of_the_handout(losses, patience, min_delta, epoch):
    """The first True comes at the epoch that students were told."""
    stopping = early_stopping.EarlyStopping(patience, min_delta)

    assert epoch == 1 + [stopping.update(loss) for loss in losses].index(True)


def test_dropout_keeps_the_mean_and_goes_back_by_the_same_coins():
    """E y = x to four deviations, and the gradient is 0 exactly where y is."""
    x = np.full((300, 200), 2.0)
    y = dropout.dropout(x, 0.2, np.random.default_rng(3))
    back = dropout.dropout_backward(0 * x, x, 0.2, np.random.default_rng(3))

    assert abs(y.mean() - 2) < 4 * 2 * np.sqrt(0.25 / x.size)
    np.testing.assert_array_equal(y, back)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.9])
def test_chance_turns_down_what_is_right_less_than_once_in_a_trillion(p):
    """The exact binomial probability of all counts that the law refuses, for several sizes."""
    for n in (8, 50, 200, 1000):
        k = np.arange(n + 1)
        logs = np.concatenate([[0.0], np.cumsum(np.log((n - k[:-1]) / (k[:-1] + 1)))])
        chances = np.exp(logs + k * np.log(p) + (n - k) * np.log(1 - p))
        refused = [not dropout.plausible(int(hits), n, p) for hits in k]

        np.testing.assert_allclose(1, chances.sum(), rtol=1e-9)
        assert chances[refused].sum() < 2e-13


def test_the_laws_see_coins_that_are_shared():
    """Rows, columns, and a mask that is repeated in the second half."""
    rng = np.random.default_rng(4)
    shared = {
        "rows": np.repeat(rng.random((40, 1)) < 0.3, 50, axis=1),
        "columns": np.repeat(rng.random((1, 50)) < 0.3, 40, axis=0),
        "halves": np.tile(rng.random((20, 50)) < 0.3, (2, 1)),
    }

    assert dropout.apart(1.0 - (rng.random((40, 50)) < 0.3), 0.3)
    assert [] == [name for name, zeros in shared.items() if dropout.apart(1.0 - zeros, 0.3)]


def verdict(source: str, exercise: str):
    """What becomes of a submission that is asked the public questions here and now."""
    course = ask.Course(ROOT)
    assignment = ask.read(course, "regularization")
    bench = Bench(ask.oracles(assignment, course), ask.drives(assignment))
    names: dict = {}
    exec(source, names)
    jobs = [job for job in sheet(assignment, bench.oracles, None) if job.exercise == exercise]
    assert PUBLIC is not None
    evidence = [(job, returned(bench, names[exercise], job)) for job in jobs]
    return judge(assignment, bench, exercise, evidence, lambda _: None)


def returned(bench, thing, job):
    """The answer of a submission that is trusted."""
    from harness.model import Returned

    return Returned(value=bench.ask(thing, job, job.arguments), seconds=0.0)


def solution(name: str) -> str:
    return (ROOT / f"assignments/regularization/solutions/{name}.py").read_text()


def test_a_mistake_elsewhere_does_not_hide_the_convention():
    """PyTorch's running variance is right, whatever becomes of the gradient; both are named."""
    found = verdict(solution("wrong/pytorch_constants"), "BatchNorm")

    assert {"batch_norm/mean-and-variance-held-fixed", None} == {f.mistake for f in found.findings}
    assert "batch_norm/running-variance-with-n-1" in {f.convention for f in found.findings}
    assert Outcome.PASSED is found.checks["evaluation"]
    assert Outcome.FAILED is found.checks["gradient"]


def test_the_gradient_is_held_to_the_value_beside_it():
    """Half in the value alone costs the gradient's own check, and nothing else."""
    found = verdict(solution("wrong/half_in_the_value"), "l2_penalty_backward")

    assert ["gradient"] == [n for n, out in found.checks.items() if out is not Outcome.PASSED]


def test_a_wrong_forward_pass_costs_the_backward_pass_nothing():
    """One coin for a row is the forward pass's fault."""
    found = verdict(solution("wrong/whole_rows"), "dropout_backward")

    assert {Outcome.PASSED} == set(found.checks.values())


def test_the_handouts_test_of_a_gradient_passes_and_can_fail():
    """The lines that students are told to write work on the oracle and catch a lost path."""
    text = (ROOT / "assignments/regularization/handout.en.md").read_text()
    lines = text.split("## 9. Check yourself")[1].split("```python\n")[1].split("```")[0]
    lost = next(m for m in batch_norm.MISTAKES if m.name == "path through the mean lost")
    wrong = lost.mutant(batch_norm).BatchNorm

    exec(lines, {"np": np, "BatchNorm": batch_norm.BatchNorm})
    with pytest.raises(AssertionError):
        exec(lines, {"np": np, "BatchNorm": wrong})


def test_the_drive_finds_a_sibling_wherever_a_function_was_made():
    """In a closure, behind functools.wraps, or as a method."""
    drive = runpy.run_path(str(ROOT / "assignments/regularization/drive.py"))

    assert l2_penalty.l2_penalty is drive["beside"](l2_penalty.l2_penalty_backward, "l2_penalty")
    assert drive["beside"](np.sum, "l2_penalty_of_nobody") is None
