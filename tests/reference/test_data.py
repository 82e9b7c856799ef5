"""The oracles of `data` obey their own laws, and the laws themselves are hard to fool."""

import itertools
import runpy
from pathlib import Path

import numpy as np
import pytest

from reference import k_fold, minibatches, one_hot, rows, split, standardize, stratified_split


ROOT = Path(__file__).resolve().parents[2]
MODULES = (split, stratified_split, standardize, one_hot, minibatches, k_fold)
EDITS = [
    pytest.param(module, edit, id=f"{module.__name__}: {edit.name}")
    for module in MODULES
    for edit in (*module.CONVENTIONS, *module.MISTAKES)
]
TRAIN = np.random.default_rng(3).normal(4, 2, (40, 3))


def questions():
    """Arguments of both splitting functions' questions that ask for sizes."""
    for module, name in itertools.product((split, stratified_split), range(3)):
        for probe in next(iter(module.PROBES.values())).values():
            drawn = probe.draw(np.random.default_rng(name))
            if "validation_fraction" in drawn:
                yield drawn["labels"], drawn["validation_fraction"]


@pytest.mark.parametrize(("module", "edit"), EDITS)
def test_every_edit_fits_one_place_and_runs(module, edit):
    """A mutant that cannot be made would be taken for one that raises."""
    mutant = edit.mutant(module)

    assert callable(getattr(mutant, module.__name__.rpartition(".")[2]))


def test_every_way_to_round_agrees_where_a_size_is_whole():
    """int, round and N − int(N(1 − f)): otherwise the laws would have to choose one."""
    for labels, f in questions():
        for n in (len(labels), *np.unique(labels, return_counts=True)[1].tolist()):
            if abs(n * f - round(n * f)) < rows.WHOLE:
                assert int(n * f) == round(n * f) == n - int(n * (1 - f))


def test_a_stratified_split_has_the_shares_of_the_whole():
    """A quarter of 32, of 16 and of 8, whatever the seed."""
    for seed in range(20):
        question = rows.marked(np.random.default_rng(seed), {0: 32, 1: 16, 2: 8}, 2)
        held_out = stratified_split.stratified_split(
            **question, validation_fraction=0.25, seed=seed
        )

        assert [8, 4, 2] == np.bincount(held_out[3]).tolist()


def test_standardizing_is_that_of_a_textbook():
    """Mean 0 and deviation 1 on the training part, the same line for the others."""
    train, other = standardize.standardize(TRAIN, 2 * TRAIN)

    np.testing.assert_allclose(0, train.mean(), atol=1e-15)
    np.testing.assert_allclose(1, train.std(), rtol=1e-14)
    np.testing.assert_allclose((2 * TRAIN - TRAIN.mean()) / TRAIN.std(), other, rtol=1e-14)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_standardizing_keeps_a_floating_dtype(dtype):
    """And every array that was given comes back, the empty one too."""
    found = standardize.standardize(TRAIN.astype(dtype), TRAIN[:0].astype(dtype))

    assert [((40, 3), dtype), ((0, 3), dtype)] == [(a.shape, a.dtype) for a in found]


def test_standardizing_bytes_does_not_wrap_around():
    """3 − 5 is −2."""
    found = standardize.standardize(np.array([[3], [5], [7]], dtype=np.uint8))[0]

    np.testing.assert_allclose([[-np.sqrt(1.5)], [0], [np.sqrt(1.5)]], found)


def test_no_convention_of_standardizing_is_an_outlier():
    """Each gives a training part whose mean is 0 and whose deviation is 1."""
    question = {"train": standardize.images(np.random.default_rng(1), 101)}
    for convention in standardize.CONVENTIONS:
        answer = convention.mutant(standardize).standardize(**question)

        assert standardize.centred(answer, **question)
        assert standardize.straight(answer, **question)


def test_one_hot_is_that_of_torch():
    """On all classes and on few."""
    torch = pytest.importorskip("torch")
    labels = np.random.default_rng(0).integers(0, 7, 50)
    expected = torch.nn.functional.one_hot(torch.tensor(labels), 9).numpy()

    np.testing.assert_array_equal(expected, one_hot.one_hot(labels, 9))


@pytest.mark.parametrize(("count", "folds"), [(2, 2), (7, 7), (23, 5), (30, 5), (29, 10)])
def test_the_longer_folds_come_first(count, folds):
    """One row more in each of the first count % folds; every law of a single run holds."""
    found = k_fold.k_fold(count, folds, 0)

    assert [count // folds + (k < count % folds) for k in range(folds)] == [
        len(v) for _, v in found
    ]
    assert k_fold.well(found, count=count, folds=folds)


def test_a_pass_brings_every_row_once_and_the_last_batch_is_short():
    """32 rows, 5 at a time."""
    question = {**minibatches.some(np.random.default_rng(0), 32, 3), "batch_size": 5}
    found = minibatches.minibatches(**question, seed=1)

    assert [5, 5, 5, 5, 5, 5, 2] == [len(labels) for _, labels in found]
    assert minibatches.well(found, **question)


def test_places_know_every_row_again():
    """In any order, and none that was not there."""
    rng = np.random.default_rng(0)
    whole = rows.pictures(rng, 60, 2, 3)
    order = rng.permutation(60)

    np.testing.assert_array_equal(order, rows.places(whole[order], whole))
    np.testing.assert_array_equal([-1, 4], rows.places(whole[[3, 4]] * [[[2]], [[1]]], whole))
    np.testing.assert_array_equal([-1], rows.places(whole[:1, :1], whole))


def test_a_part_without_bounds_is_not_looked_at():
    """A student's answer may be of any size; comparing it row by row would take as much."""
    whole = rows.pictures(np.random.default_rng(0), 5, 2)

    assert -1 == rows.places(np.tile(whole, (100, 1)), whole).max()


@pytest.mark.parametrize("answer", [None, 7, [], [[]], ["a"], [None] * 4, [np.zeros(())] * 4, {}])
def test_no_answer_is_too_strange_for_a_law(answer):
    """It is refused as a whole, and the laws of single rows leave it alone."""
    question = {
        **rows.marked(np.random.default_rng(0), {0: 8, 1: 4}, 2),
        "validation_fraction": 0.25,
    }

    assert not rows.formed(answer)
    assert rows.disjoint(answer, **question)
    assert not rows.split_well(answer, **question)


def test_what_cannot_be_read_breaks_one_law_and_not_all():
    """A report that lists ten laws for one slip helps nobody."""
    question = {
        **rows.marked(np.random.default_rng(0), {0: 8, 1: 4}, 2),
        "validation_fraction": 0.25,
    }
    images, labels = question["images"], question["labels"]
    scaled = [images[3:] / 255, labels[3:], images[:3] / 255, labels[:3]]

    broken = [law.name for law in rows.PARTS[:6] if not law.holds(scaled, **question)]

    assert [rows.PIXELS] == broken


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_law_is_asked_by_some_question(module):
    """And every question names laws that exist."""
    laws = [law.name for law in getattr(module, "LAWS", ())]
    asked = {law for probes in module.PROBES.values() for p in probes.values() for law in p.laws}

    assert set(laws) == asked
    assert len(set(laws)) == len(laws)


def asked(name, function, **question):
    """The answer of a function by the drive of the assignment."""
    drive = runpy.run_path(str(ROOT / "assignments" / "data" / "drive.py"))
    return drive[name](function, **question)


def endless(images, labels, batch_size, seed):
    """A generator as for Keras: it never stops."""
    while True:
        yield images[:batch_size], labels[:batch_size]


def mistaken(module, words):
    """The oracle's function with the mistake that has these words in its name."""
    edit = next(edit for edit in module.MISTAKES if words in edit.name)
    return getattr(edit.mutant(module), module.__name__.rpartition(".")[2])


ROWS = minibatches.some(np.random.default_rng(0), 12, 2)
BATCHES, CUT = {**ROWS, "batch_size": 4}, {**ROWS, "validation_fraction": 0.25}


def test_a_generator_without_end_is_cut():
    """After three times the batches of a pass, and a few."""
    found = asked("minibatches", endless, **BATCHES, seed=1)

    assert 14 == len(found)
    assert not minibatches.once(found, **BATCHES)


@pytest.mark.parametrize("look", [None, "keep", "pixel", "generator"])
@pytest.mark.parametrize("returned", [None, 7, ["a"], np.zeros(3)])
def test_what_is_no_batch_is_handed_on(returned, look):
    """A law says what is missing; the drive has no opinion and does not fall."""
    asked("minibatches", lambda *_: returned, **BATCHES, seed=1, look=look)
    asked("minibatches", lambda *_: returned, **BATCHES, seeds=[1, 2], look=look and "in turn")
    asked("k_fold", lambda *_: returned, count=5, folds=2, seed=1, look=look and "index")
    asked("standardize", lambda *_: returned, train=TRAIN, others=[TRAIN], instead=[TRAIN])
    asked("split", lambda *_: returned, **CUT, seed=1, look=look and "pixel")


def test_two_that_draw_from_one_generator_disturb_each_other():
    """Each alone is right, and drawing in between is enough to show it."""
    question = {"count": 20, "folds": 5}
    lazily = mistaken(k_fold, "fold by fold")
    alone = asked("k_fold", lazily, **question, seed=3)
    pair = asked("k_fold", lazily, **question, seeds=[3, 4], look="in turn")

    assert k_fold.well(alone, **question)
    assert not k_fold.undisturbed(pair)
    assert k_fold.undisturbed(
        asked("k_fold", k_fold.k_fold, **question, seeds=[3, 4], look="in turn")
    )


def test_the_global_generator_is_noticed_where_it_was_used_rightly():
    """1 says that it stood still, or that what came out of it cannot be had again."""
    seeded = split.CONVENTIONS[0].mutant(split).split
    never = mistaken(split, "never seeded")
    question = {**CUT, "seed": 5, "look": "generator"}

    assert [1.0, 0.0, 1.0] == [asked("split", f, **question) for f in (split.split, seeded, never)]


def test_memory_that_is_shared_reaches_the_judge():
    """Batches are copied as they come, but those that are kept are the submission's own."""
    copies, own = asked("minibatches", lambda x, y, *_: [(x, y)], **BATCHES, seed=1, look="keep")

    assert not np.shares_memory(BATCHES["images"], copies[0][0])
    assert np.shares_memory(BATCHES["images"], own[0][0])
