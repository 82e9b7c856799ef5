"""The oracles of `evaluation` agree with scikit-learn, and their laws are hard to fool."""

import itertools
import runpy
from collections import Counter
from math import exp, lgamma, log
from pathlib import Path

import numpy as np
import pytest

from reference import confusion, cross_validate, crossed, precision_recall_f1, roc_auc, search


ROOT = Path(__file__).resolve().parents[2]
MODULES = (confusion, precision_recall_f1, roc_auc, search, cross_validate)
EDITS = [
    pytest.param(module, edit, id=f"{module.__name__}: {edit.name}")
    for module in MODULES
    for edit in (*module.CONVENTIONS, *module.MISTAKES)
]
DRIVE = runpy.run_path(str(ROOT / "assignments" / "evaluation" / "drive.py"))
RNG = np.random.default_rng
FALSE_REJECT = 1e-6


def classified(name):
    """What a function of labels and predictions is asked, by several seeds."""
    module = confusion if name in confusion.PROBES else precision_recall_f1
    for seed, probe in itertools.product(range(5), module.PROBES[name].values()):
        yield probe.draw(RNG(seed))


@pytest.mark.parametrize(("module", "edit"), EDITS)
def test_every_edit_fits_one_place_and_runs(module, edit):
    """A mutant that cannot be made would be taken for one that raises."""
    assert edit.mutant(module)


def test_the_accuracy_is_that_of_scikit_learn():
    """On every question that is asked."""
    metrics = pytest.importorskip("sklearn.metrics")
    for asked in classified("accuracy"):
        expected = metrics.accuracy_score(asked["labels"], asked["predictions"])

        assert expected == pytest.approx(confusion.accuracy(**asked), abs=1e-15)


def test_the_confusion_matrix_is_that_of_scikit_learn():
    """Classes that do not occur included."""
    metrics = pytest.importorskip("sklearn.metrics")
    for asked in classified("confusion_matrix"):
        labels, predictions, classes = asked.values()
        expected = metrics.confusion_matrix(labels, predictions, labels=np.arange(classes))

        np.testing.assert_array_equal(expected, found := confusion.confusion_matrix(**asked))
        assert found.dtype == np.int64


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_precision_recall_and_f1_are_those_of_scikit_learn():
    """Of each class, macro and micro, with 0 for 0/0."""
    metrics = pytest.importorskip("sklearn.metrics")
    for asked in classified("precision_recall_f1"):
        expected = metrics.precision_recall_fscore_support(
            asked["labels"],
            asked["predictions"],
            labels=np.arange(asked["classes"]),
            average=asked.get("average", "macro"),
            zero_division=0,
        )[:3]

        found = precision_recall_f1.precision_recall_f1(**asked)
        for mine, theirs in zip(found, expected, strict=True):
            np.testing.assert_allclose(theirs, mine, rtol=1e-14)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_area_is_that_of_scikit_learn(dtype):
    """With and without ties, of any size that the dtype holds."""
    metrics = pytest.importorskip("sklearn.metrics")
    for seed, probe in itertools.product(range(5), roc_auc.PROBES["roc_auc"].values()):
        asked = probe.draw(RNG(seed))
        if dtype in probe.dtypes and "single" not in asked:
            labels, scores = asked["labels"], asked["scores"].astype(dtype)
            expected = metrics.roc_auc_score(labels, scores)

            assert expected == pytest.approx(roc_auc.roc_auc(labels, scores), abs=1e-14)


def test_the_area_by_hand():
    """Six pairs: four in order, one tie, one the wrong way round."""
    found = roc_auc.roc_auc(np.array([0, 1, 0, 1, 1]), np.array([0.2, 0.9, 0.5, 0.5, 0.4]))

    assert found == pytest.approx(4.5 / 6)


def test_nothing_warns():
    """0/0 is never computed."""
    with np.errstate(all="raise"):
        for asked in classified("precision_recall_f1"):
            precision_recall_f1.precision_recall_f1(**asked)


def test_a_table_is_found_again():
    """Examples made of a table are counted back into it."""
    counts = crossed.table(RNG(0), 5, unlabelled=(1,), unpredicted=(4,))

    found = confusion.confusion_matrix(**crossed.examples(RNG(1), counts), classes=5)

    np.testing.assert_array_equal(counts, found)


def test_a_grid_is_tried_once_each():
    """Every combination, and the empty one."""
    asked = []
    search.grid_search(lambda p: asked.append(tuple(p.values())) or 0, {"a": [1, 2], "b": "xyz"})
    best = search.grid_search(lambda p: -3.0, {})

    assert Counter(itertools.product([1, 2], "xyz")) == Counter(asked)
    assert ({}, -3.0) == best


def ask_search(name, seed):
    probe = search.PROBES["random_search"][name]
    asked = dict(probe.draw(RNG(seed)))
    return probe, asked, DRIVE["random_search"](search.random_search, **asked)


def laws_of(module):
    return {law.name: law.holds for law in module.LAWS}


@pytest.mark.parametrize("seed", range(10))
def test_a_right_random_search_obeys_its_laws(seed):
    """Whatever the seed is."""
    for name in search.PROBES["random_search"]:
        probe, asked, answer = ask_search(name, seed)
        for law in probe.laws:
            assert laws_of(search)[law](answer, **asked), (name, law)


def tail(n, p, most):
    """The exact probability that a binomial count is further than `most` from its mean."""
    return sum(
        exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p))
        for k in range(n + 1)
        if abs(k - n * p) >= most
    )


def test_chance_rejects_a_right_random_search_less_than_once_in_a_million():
    """All cells and correlations of the one question that counts, asked twice per grading."""
    n, sigmas = search.MANY, search.SIGMAS
    cells = [(3, 1 / 3), (5, 1 / 5), (15, 1 / 15)]
    counts = sum(
        number * tail(n, p, sigmas * np.sqrt(n * p * (1 - p))) for number, p in cells
    )  # fmt: skip
    # Of four columns six pairs, and each with itself one trial later: Fisher's z is normal.
    z = np.arctanh(sigmas / np.sqrt(n)) * np.sqrt(n - 4)
    correlations = 10 * 2 * np.exp(-(z**2) / 2) / (z * np.sqrt(2 * np.pi))

    assert 2 * (counts + correlations) < FALSE_REJECT / 10


def ask_folds(name, seed, function=cross_validate.cross_validate):
    probe = cross_validate.PROBES["cross_validate"][name]
    asked = dict(probe.draw(RNG(seed)))
    return probe, asked, DRIVE["cross_validate"](function, **asked)


@pytest.mark.parametrize("seed", range(10))
def test_a_right_cross_validation_obeys_its_laws(seed):
    """Whatever the seed is."""
    for name in cross_validate.PROBES["cross_validate"]:
        probe, asked, answer = ask_folds(name, seed)
        for law in probe.laws:
            assert laws_of(cross_validate)[law](answer, **asked), (name, law)


def test_chance_parts_neighbours_well_within_the_law():
    """The law's bounds are eight deviations of a right answer away from its mean."""
    rng = RNG(0)
    shares = np.array([np.mean(np.diff(rng.permutation(24) % 2) != 0) for _ in range(4000)])
    mean, deviation = shares.mean(), shares.std() / np.sqrt(30)
    expected = 1 - 1 / 2

    assert mean - 8 * deviation > 0.7 * expected
    assert mean + 8 * deviation < 1.45 * expected


def test_stratified_parts_are_right():
    """Each class dealt out in turn: sizes may differ by the number of classes."""

    def stratified(train, x, y, folds, seed):
        order = np.random.default_rng(seed).permutation(len(y))
        part = np.empty(len(y), dtype=int)
        for c in np.unique(y):
            part[order[y[order] == c]] = np.arange((y == c).sum()) % folds
        scores = []
        for k in range(folds):
            model = train(x[part != k], y[part != k])
            scores.append(np.mean(model.predict(x[part == k]) == y[part == k]))
        return scores

    for name in ("four parts", "class by class", "images", "a remainder", "many seeds"):
        probe, asked, answer = ask_folds(name, 3, stratified)
        for law in probe.laws:
            assert laws_of(cross_validate)[law](answer, **asked), (name, law)


@pytest.mark.parametrize("answer", [None, 7, [], [[]], ["a"], [None] * 4, {}, np.zeros(3)])
def test_no_answer_is_too_strange_for_a_law(answer):
    """It is refused by the law of the form, or the law raises, which the judge takes for broken."""
    question = dict(cross_validate.PROBES["cross_validate"]["four parts"].draw(RNG(0)))

    try:
        assert not cross_validate.well(answer, **question)
    except (TypeError, ValueError, AttributeError):
        assert isinstance(answer, list)
    assert not search.as_many([], trials=3)
    assert not search.anew(None)
