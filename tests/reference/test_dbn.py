"""The oracles of `dbn` agree with brute force and autograd; what many rows are held to bites."""

import runpy
from math import comb
from pathlib import Path

import numpy as np
import pytest

from harness import ask
from harness.judge import Bench
from harness.judge.laws import broken
from harness.plan import seed_of, sheet
from reference import boltzmann, chains, dbn, fuse, rbm


ROOT = Path(__file__).resolve().parents[2]
EDITS = [
    pytest.param(module, edit, id=f"{module.__name__}: {edit.name}")
    for module in (rbm, dbn)
    for edit in (*module.CONVENTIONS, *module.MISTAKES)
]
BY_LAW = {
    "rounded, not drawn": {rbm.NO_ROUNDING, rbm.DRAWN},
    "hidden probabilities passed down": {rbm.NO_MEAN_FIELD},
    "one number for all units": {rbm.STEP},
    "one row of numbers for all rows": {rbm.STEP},
    "probabilities in place of samples": {rbm.BINARY},
    "always one step": {rbm.UNITS},
    "global generator": {rbm.ALONE, rbm.AGAIN},
    "all weights start at 0": {rbm.VARIED},
    "weights start large": {rbm.SMALL},
    "seed not used": {rbm.OTHER_SEED},
}


def machine(rng, visible=4, hidden=3, scale=1.5):
    """Parameters that hide nothing."""
    sizes = (visible, hidden), visible, hidden
    return boltzmann.Machine(*(rng.normal(0, scale, size) for size in sizes))


def ours(parameters):
    """The oracle with these parameters."""
    made = rbm.RBM(*parameters.W.shape, seed=0)
    made.weights[...], made.visible_bias[...] = parameters.W, parameters.a
    made.hidden_bias[...] = parameters.b
    return made


@pytest.mark.parametrize(("module", "edit"), EDITS)
def test_every_edit_fits_one_place_and_runs(module, edit):
    """A mutant that cannot be made would be taken for one that raises."""
    mutant = edit.mutant(module)

    assert all(callable(getattr(mutant, name)) for name in module.PROBES)


@pytest.mark.parametrize("sizes", [(4, 3), (5, 2), (3, 6), (1, 1)])
def test_the_free_energy_is_the_sum_over_all_hidden_states(sizes):
    """And exp(−F) / Z is a distribution."""
    one = machine(np.random.default_rng(1), *sizes)
    v = boltzmann.states(sizes[0])

    expected = boltzmann.free_energy(one, v)
    found = ours(one).free_energy(v)

    np.testing.assert_allclose(expected, found, rtol=1e-12)
    np.testing.assert_allclose(1, np.exp(-found - boltzmann.log_partition(one)).sum(), rtol=1e-12)


def test_the_free_energy_overflows_nowhere():
    """Sums of ±10⁴, without a warning, in both precisions."""
    one = machine(np.random.default_rng(2))
    one.b[:2] = 1e4, -1e4
    v = boltzmann.states(4)
    for dtype in ("float32", "float64"):
        with np.errstate(all="raise", under="ignore"):
            found = ours(one).free_energy(v.astype(dtype))

        np.testing.assert_allclose(boltzmann.free_energy(one, v), found, rtol=1e-6)
        assert dtype == found.dtype


def test_a_gibbs_step_leaves_the_machines_own_distribution_as_it_is():
    """p T = p, and every row of T sums to one."""
    one = machine(np.random.default_rng(3))
    kernel, v = boltzmann.gibbs(one), boltzmann.states(4)
    p = np.exp(-boltzmann.free_energy(one, v) - boltzmann.log_partition(one))

    np.testing.assert_allclose(np.ones(16), kernel.sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(p, p @ kernel, rtol=1e-10)


def test_in_the_long_run_contrastive_divergence_is_the_slope_of_the_likelihood():
    """⟨vh⟩ of the data minus ⟨vh⟩ of the machine, as autograd has it from F and log Z."""
    torch = pytest.importorskip("torch")
    one, data = machine(np.random.default_rng(4)), boltzmann.states(4)[[3, 5, 5, 14]]
    w, a, b = (torch.tensor(part, requires_grad=True) for part in (one.W, one.a, one.b))

    def minus_energy(v):
        return v @ a + torch.nn.functional.softplus(v @ w + b).sum(axis=1)

    every = torch.tensor(boltzmann.states(4))
    likelihood = minus_energy(torch.tensor(data)).mean() - torch.logsumexp(minus_energy(every), 0)
    slopes = [slope.numpy() for slope in torch.autograd.grad(likelihood, (w, a, b))]
    p = np.exp(-boltzmann.free_energy(one, every.numpy()) - boltzmann.log_partition(one))
    v, h, h0 = every.numpy(), one.up(every.numpy()), one.up(data)
    found = (
        data.T @ h0 / 4 - (p[:, None] * v).T @ h,
        data.mean(axis=0) - p @ v,
        h0.mean(axis=0) - p @ h,
    )

    for expected, part in zip(slopes, found, strict=True):
        np.testing.assert_allclose(expected, part, atol=1e-12)


def test_an_update_goes_down_the_difference_of_two_free_energies():
    """−α ∇ (mean F(v₀) − mean F(v₁)), v₁ held fixed: autograd, where v₁ is certain."""
    torch = pytest.importorskip("torch")
    question = fuse.fuse(np.random.default_rng(5), 5, 7)
    names = "weights", "visible_bias", "hidden_bias"
    one = boltzmann.Machine(*(question[name] for name in names))
    learner, v0 = ours(one), question["v"]
    v1 = one.down(one.up(v0) > 0.5) > 0.5
    w, a, b = (torch.tensor(part, requires_grad=True) for part in (one.W, one.a, one.b))

    def energy(v):
        v = torch.tensor(v, dtype=torch.float64)
        return (-(v @ a) - torch.nn.functional.softplus(v @ w + b).sum(axis=1)).mean()

    slopes = torch.autograd.grad(energy(v0) - energy(v1), (w, a, b))
    learner.contrastive_divergence(v0, 0.1, np.random.default_rng(6))

    for name, start, slope in zip(names, (one.W, one.a, one.b), slopes, strict=True):
        moved = getattr(learner, name) - start
        np.testing.assert_allclose(-0.1 * slope.numpy(), moved, atol=1e-10)


@pytest.mark.parametrize("length", [3, 4, 5, 6])
def test_a_fuse_leaves_nothing_to_chance_even_if_biases_are_forgotten(length):
    """Every sum of eight steps is sure, and each step of the first row lights one more unit."""
    for seed in range(40):
        question = fuse.fuse(np.random.default_rng(seed), length, 8)
        w, a, b = (question[name] for name in ("weights", "visible_bias", "hidden_bias"))
        for visible in (a, 0 * a):
            for hidden in (b, 0 * b):
                assert fuse.certain(question["v"], w, visible, hidden, 8)
        first, lit = question["v"][:1], []
        for steps in range(length):
            after = ours(boltzmann.Machine(w, a, b)).sample(first, steps, np.random.default_rng(0))
            lit.append(int(np.abs(after - first).sum()))

        assert [*range(length)] == lit


@pytest.mark.parametrize("reading", boltzmann.READINGS)
def test_the_expected_update_is_the_mean_of_many(reading):
    """Each of the three readings, drawn here and now, lies within Hoeffding's bound."""
    edits = dict(zip(boltzmann.READINGS, (None, *rbm.CONVENTIONS[:2]), strict=True))
    rng = np.random.default_rng(7)
    for _ in range(3):
        question = chains.undecided(rng)
        one = chains.machine_of(**question)
        module = rbm if edits[reading] is None else edits[reading].mutant(rbm)
        learner = module.RBM(4, 3, 0)
        before = one.W, one.a, one.b
        learner.weights, learner.visible_bias, learner.hidden_bias = before
        learner.contrastive_divergence(np.tile(question["v"], (40_000, 1)), 1.0, rng)
        after = learner.weights, learner.visible_bias, learner.hidden_bias
        moved = tuple(new - old for new, old in zip(after, before, strict=True))
        expected = boltzmann.expected(one, question["v"], boltzmann.READINGS[reading])

        assert boltzmann.distance(moved, expected) <= chains.allowed(40_000)


@pytest.mark.parametrize("steps", [1, 5])
def test_samples_come_as_often_as_the_transition_matrix_says(steps):
    """Counts of all states after one and after five steps."""
    rng = np.random.default_rng(8)
    question = chains.slow(rng)
    one, copies = chains.machine_of(**question), 20_000
    found = ours(one).sample(np.tile(question["v"], (copies, 1)), steps, rng)
    shares = np.bincount((found @ 2 ** np.arange(4)).astype(int), minlength=16) / copies

    expected = boltzmann.after(one, question["v"], steps)[0]

    assert np.abs(expected - shares).max() < 6 * np.sqrt(0.25 / copies)


def judged(exercise, thing, secret):
    """The laws that a class breaks on one hidden sheet."""
    course = ask.Course(ROOT)
    assignment = ask.read(course, "dbn")
    bench = Bench(ask.oracles(assignment, course), ask.drives(assignment))
    oracle = bench.oracles[exercise]
    lost = set()
    for job in sheet(assignment, bench.oracles, seed_of(secret.encode(), "dbn", "")):
        if job.exercise == exercise and job.hidden and oracle.probes[job.probe].laws:
            answer = bench.ask(thing, job, dict(job.arguments))
            names = {law.id: name for name, law in oracle.laws.items()}
            lost |= {names[law.id] for law in broken(job, answer, bench)}
    return lost


@pytest.mark.parametrize("convention", [None, *rbm.CONVENTIONS], ids=lambda c: c and c.name)
def test_no_reading_of_the_handout_breaks_a_law(convention):
    """Samples or probabilities, on three sheets."""
    module = rbm if convention is None else convention.mutant(rbm)

    assert [set()] * 3 == [judged("RBM", module.RBM, f"sheet {number}") for number in range(3)]


@pytest.mark.parametrize("name", BY_LAW)
def test_what_numbers_cannot_see_is_told_by_its_law(name):
    """On two sheets, whatever is drawn."""
    mistake = next(one for one in rbm.MISTAKES if one.name == name)
    thing = mistake.mutant(rbm).RBM

    assert BY_LAW[name] <= judged("RBM", thing, "one")
    assert BY_LAW[name] <= judged("RBM", thing, "another")


@pytest.mark.parametrize(
    ("name", "law"),
    [
        ("every machine learns on the images", dbn.UPWARDS),
        ("reconstructions fed upwards", dbn.UPWARDS),
    ],
)
def test_the_second_machine_tells_what_it_has_learned_on(name, law):
    """Where sizes are equal, pixels fit and are still wrong."""
    mutant = next(one for one in dbn.MISTAKES if one.name == name).mutant(dbn)
    for seed in range(5):
        question = dbn.patterned(np.random.default_rng(seed))
        net = mutant.DBN([dbn.PIXELS] * 3, seed)
        before = [[one.weights.copy(), one.visible_bias.copy()] for one in net.rbms]
        net.pretrain(question["images"])
        after = [[one.weights, one.visible_bias] for one in net.rbms]
        holds = next(one for one in dbn.LAWS if one.name == law).holds

        assert not holds((before, after, None), question["images"])


def test_luck_lets_hidden_units_follow_secret_pixels_as_rarely_as_is_said():
    """Two askings of one grading, against the number of ways to choose half of the pixels."""
    assert 2 / comb(dbn.PIXELS, dbn.HALF) < 4e-9
    assert 1000 * 2 * np.exp(-chains.LIMIT) < 2e-10


def test_hoeffdings_bound_is_what_is_allowed():
    """2 exp(−n t²/2) is 2 e⁻³⁰ at t."""
    for rows in (100, 12_000):
        assert chains.allowed(rows) ** 2 * rows / 2 == pytest.approx(chains.LIMIT)


def test_the_linear_classifier_reaches_the_least_loss():
    """Its steps end where the gradient is 0, so its accuracy says something about features."""
    drive = runpy.run_path(str(ROOT / "assignments/dbn/drive.py"))
    rng = np.random.default_rng(9)
    x = np.column_stack([rng.normal(0, 1, (300, 6)), np.ones(300)])
    targets = np.eye(4)[rng.integers(0, 4, 300)]
    weights = drive["softmax_regression"](x, targets)
    powers = np.exp(x @ weights)
    off = powers / powers.sum(axis=1, keepdims=True) - targets

    assert np.abs(x.T @ off / 300 + drive["PENALTY"] * weights).max() < 1e-6


def test_the_handouts_sum_over_all_states_passes_and_can_fail():
    """The lines that students are told to write work on the oracle and catch a lost bias."""
    text = (ROOT / "assignments/dbn/handout.en.md").read_text()
    lines = text.split("## 9. Check yourself")[1].split("```python\n")[1].split("```")[0]
    lost = next(m for m in rbm.MISTAKES if m.name == "visible bias not in the free energy")

    exec(lines, {"np": np, "RBM": rbm.RBM})
    with pytest.raises(AssertionError):
        exec(lines, {"np": np, "RBM": lost.mutant(rbm).RBM})


@pytest.mark.parametrize("row", ["(0, 0)", "(1, 0)", "(0, 1)", "(1, 1)"])
def test_the_handouts_table_is_right(row):
    """The free energies that students compare theirs with."""
    made = rbm.RBM(2, 2, 0)
    made.weights[...], made.visible_bias[...] = [[1, -1], [2, 0]], [0.5, -0.5]
    made.hidden_bias[...] = [0, 1]
    v = np.array([[float(row[1]), float(row[4])]])
    for language in ("en", "zh"):
        text = (ROOT / f"assignments/dbn/handout.{language}.md").read_text()
        line = next(one for one in text.splitlines() if one.startswith(f"| {row}"))
        told = float(line.split("|")[3].replace("−", "-"))

        assert told == pytest.approx(made.free_energy(v)[0], abs=5e-7)
