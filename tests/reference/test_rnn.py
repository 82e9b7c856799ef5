"""The cell and its way back agree with autograd, laws of chance hold, edits are what they say."""

import runpy
from pathlib import Path

import numpy as np
import pytest

from reference import char_rnn, clip_gradients, rnn_cell, sample_text


torch = pytest.importorskip("torch")

ROOT = Path(__file__).resolve().parents[2]
DRIVE = runpy.run_path(str(ROOT / "assignments" / "rnn" / "drive.py"))
MODULES = (rnn_cell, clip_gradients, char_rnn, sample_text)
EDITS = [
    pytest.param(module, edit, id=f"{module.__name__}: {edit.name}")
    for module in MODULES
    for edit in (*getattr(module, "CONVENTIONS", ()), *module.MISTAKES)
]
QUESTIONS = list(rnn_cell.SEQUENCES)
CLIPPINGS = list(clip_gradients.PROBES["clip_gradients"])


def tensor(array):
    return torch.tensor(np.ascontiguousarray(array), requires_grad=True)


def asked(name, seed=0, dtype="float64"):
    _, sizes, more = rnn_cell.SEQUENCES[name]
    question = rnn_cell.through_time(np.random.default_rng(seed), *sizes, **more)
    params = {key: value.astype(dtype) for key, value in question.pop("params").items()}
    return {key: value.astype(dtype) for key, value in question.items()} | {"params": params}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", rnn_cell.STEPS)
def test_the_cell_is_pytorchs(name, seed):
    """With one bias; PyTorch has two, the other is zero."""
    question = rnn_cell.PROBES["rnn_cell"][name].draw(np.random.default_rng(seed))
    x, h, params = question["x"], question["h"], question["params"]
    cell = torch.nn.RNNCell(x.shape[1], h.shape[1], dtype=torch.float64)
    with torch.no_grad():
        cell.weight_ih[:] = torch.tensor(np.ascontiguousarray(params["Wx"].T))
        cell.weight_hh[:] = torch.tensor(np.ascontiguousarray(params["Wh"].T))
        cell.bias_ih[:] = torch.tensor(np.ascontiguousarray(params["b"]))
        cell.bias_hh.zero_()
        expected = cell(tensor(x), tensor(h)).numpy()

    np.testing.assert_allclose(rnn_cell.rnn_cell(x, h, params), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_way_back_is_autograds(name, seed):
    """Of inputs, of the first state, and of all parameters, over up to fifty steps."""
    question = asked(name, seed)
    x, h = tensor(question["x"]), tensor(question["h"])
    params = {key: tensor(value) for key, value in question["params"].items()}
    state, loss = h, 0
    for t in range(x.shape[1]):
        state = torch.tanh(x[:, t] @ params["Wx"] + state @ params["Wh"] + params["b"])
        loss = loss + (torch.tensor(question["grad_output"][:, t].copy()) * state).sum()
    loss.backward()

    grad_x, grad_h, grads = rnn_cell.rnn_backward(**question)

    np.testing.assert_allclose(grad_x, x.grad.numpy(), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(grad_h, h.grad.numpy(), rtol=1e-10, atol=1e-12)
    for key, value in params.items():
        np.testing.assert_allclose(grads[key], value.grad.numpy(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", QUESTIONS)
def test_float32_stays_float32_without_warnings(name):
    """Every result has the dtype of the question."""
    with np.errstate(all="raise", under="ignore"):
        grad_x, grad_h, grads = rnn_cell.rnn_backward(**asked(name, dtype="float32"))

    assert {"float32"} == {a.dtype.name for a in (grad_x, grad_h, *grads.values())}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", CLIPPINGS)
def test_clipping_is_pytorchs(name, seed):
    """Up to the 1e-6 that PyTorch puts beside the norm."""
    probe = clip_gradients.PROBES["clip_gradients"][name]
    question = probe.draw(np.random.default_rng(seed))
    theirs = {key: torch.zeros(g.shape, dtype=torch.float64) for key, g in
              question["gradients"].items()}  # fmt: skip
    for key, one in theirs.items():
        one.grad = torch.tensor(question["gradients"][key].copy())
    torch.nn.utils.clip_grad_norm_(list(theirs.values()), question["max_norm"])

    ours = clip_gradients.clip_gradients(**question)

    assert list(theirs) == list(ours)
    for key, one in theirs.items():
        np.testing.assert_allclose(ours[key], one.grad.numpy(), rtol=2.5e-6, atol=1e-12)


@pytest.mark.parametrize(("module", "edit"), EDITS)
def test_edits_fit_one_place_and_run(module, edit):
    """As a registry of diffs it cannot go stale."""
    mutant = edit.mutant(module)

    assert all(callable(getattr(mutant, name)) for name in module.PROBES)


def facts(seed, **asked):
    usual = {"vocabulary": "abcd", "count": 5, "length": 40, "temperature": 1.0}
    question = usual | asked | {"prompt": "ab", "seed": seed, "weights": seed}
    return DRIVE["sample"](sample_text.sample, {"CharRNN": char_rnn.CharRNN}, **question)


@pytest.mark.parametrize("temperature", [0.4, 1.0, 3.0])
def test_the_right_quotients_have_a_mean_of_at_most_one(temperature):
    """What the bound on false alarms rests on: exact, over every text of two characters."""
    answer = facts(3, vocabulary="abc", count=1, length=1, temperature=temperature)
    right = sample_text.logs(answer[3], temperature)
    p = np.exp(right[0, 0])
    ways = [sample_text.logs(answer[4 + k], temperature)[0, 0] for k in range(3)]
    ways += [sample_text.logs(answer[3], t)[0, 0] for t in (0.3, 1.0, 2.0)]

    for way in ways:
        mixed = sample_text.TRUST * np.exp(way) + (1 - sample_text.TRUST) * p
        assert pytest.approx(1.0) == float((p * (mixed / p)).sum())
    for quotient in (sample_text.by_letter, sample_text.by_place):
        twice = np.stack([p, p])
        mean = sum(
            p[a] * p[b] * np.exp(quotient(twice, np.array([a, b])))
            for a in range(3) for b in range(3)
        )  # fmt: skip
        assert pytest.approx(1.0) == float(mean)


@pytest.mark.parametrize("seed", range(4))
def test_the_oracles_own_texts_obey_every_law(seed):
    """At a temperature that is not 1, for many seeds."""
    answer = facts(seed, temperature=0.7)

    broken = [law.name for law in sample_text.LAWS
              if not law.holds(answer, length=40, temperature=0.7)]  # fmt: skip

    assert [] == broken


def test_a_network_without_a_memory_is_not_blamed_for_histories():
    """Where histories say the same, the texts cannot show which was read."""

    class Pairs(torch.nn.Module):
        def __init__(self, vocabulary):
            super().__init__()
            self.vocabulary = vocabulary
            self.table = torch.nn.Embedding(len(vocabulary), len(vocabulary))

        def forward(self, ids, state=None):
            return self.table(ids), state

    answer = DRIVE["sample"](
        sample_text.sample, {"CharRNN": Pairs}, vocabulary="abcde", prompt="ab", length=30,
        temperature=1.0, seed=1, count=8, weights=1,
    )  # fmt: skip

    assert all(law.holds(answer, length=30, temperature=1.0) for law in sample_text.LAWS)


def test_a_network_that_begins_with_zeros_is_asked_about_something():
    """Its weights are moved until the scores of one character differ from another's."""

    class Zeros(torch.nn.Module):
        def __init__(self, vocabulary):
            super().__init__()
            self.vocabulary = vocabulary
            self.rnn = torch.nn.GRU(len(vocabulary), 16, batch_first=True)
            self.head = torch.nn.Linear(16, len(vocabulary))
            torch.nn.init.zeros_(self.head.weight)
            torch.nn.init.zeros_(self.head.bias)

        def forward(self, ids, state=None):
            x = torch.nn.functional.one_hot(ids, len(self.vocabulary)).float()
            y, state = self.rnn(x, state)
            return self.head(y), state

    model = DRIVE["stirred"](Zeros("abcdef"), "abcdef")

    with torch.no_grad():
        assert 0.3 < float(model(torch.arange(6)[None])[0].std(-1).mean())
