"""The perceptron and its readings: the rule by hand, questions far from ties, laws that hold."""

from itertools import product

import numpy as np
import pytest

from reference import general_position, perceptron


ROWS = np.array([[1.0, 2], [2, 0], [0, 1]])
LABELS = np.array([1, 0, 2])
QUESTIONS = tuple(perceptron.PROBES["Perceptron"].items())
EDITS = [
    pytest.param(edit, id=edit.name) for edit in (*perceptron.CONVENTIONS, *perceptron.MISTAKES)
]


def learned(x, y, classes, epochs, module=perceptron):
    model = module.Perceptron(x.shape[1], classes)
    model.fit(x, y, epochs)
    return model


def test_three_rows_move_the_weights_of_the_handout():
    """The table that students go through by hand."""
    model = learned(ROWS, LABELS, 3, 1)

    assert [[1, -2], [-1, 1], [0, 1]] == model.W.tolist()
    assert [0, -1, 1] == model.b.tolist()
    assert [0, 0, 1, 2] == model.predict(
        np.array([[3.0, 0], [0, -3], [-3, 3], [0.5, 0.5]])
    ).tolist()


def test_the_first_tie_goes_to_the_lowest_class():
    """Class 0 wins while all weights are 0, so a first row of class 0 moves nothing."""
    model = learned(ROWS[:1], np.array([0]), 3, 1)

    assert not model.W.any()


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_fits_one_place_and_runs(edit):
    """A mutant that cannot be made would be taken for one that raises."""
    model = learned(ROWS, LABELS, 3, 2, edit.mutant(perceptron))

    assert (3,) == model.predict(ROWS).shape


def test_readings_by_code_and_readings_by_edit_are_the_same():
    """What keeps questions away from ties simulates exactly what is accepted."""
    rng = np.random.default_rng(5)
    x, y = rng.normal(0, 1, (40, 3)), rng.integers(0, 3, 40)
    simulated = set()
    for reading in general_position.READINGS:
        *_, (weights, _) = general_position.walked(x, y, 3, 2, reading)
        simulated.add(weights.tobytes())
    edited = set()
    for module in (perceptron, *(c.mutant(perceptron) for c in perceptron.CONVENTIONS)):
        model = learned(x, y, 3, 2, module)
        edited.add(np.c_[model.W, model.b].tobytes())

    assert simulated == edited


@pytest.mark.parametrize(("name", "probe"), QUESTIONS)
def test_no_question_hangs_on_a_learning_rate(name, probe):
    """A rate of 0.1 rounds every weight, in single precision most of all; no decision changes."""
    question = probe.draw(np.random.default_rng(2))
    x, y, cloud = (np.asarray(question[key]) for key in ("x", "y", "points"))
    for (rows, epochs), kind in product(question["runs"], ("float32", "float64")):
        exact = learned(x[:rows], y[:rows], question["classes"], epochs)
        rate = np.dtype(kind).type(0.1)
        weights = np.zeros((question["classes"], x.shape[1] + 1), dtype=kind)
        tall = np.c_[x, np.ones(len(x))].astype(kind)[:rows]
        for row, label in zip(np.tile(tall, (epochs, 1)), np.tile(y[:rows], epochs), strict=True):
            weights += rate * np.outer(perceptron.moves(weights @ row, int(label)), row).astype(
                kind
            )

        found = np.argmax(np.c_[cloud, np.ones(len(cloud))].astype(kind) @ weights.T, axis=1)
        assert exact.predict(cloud).tolist() == found.tolist(), name


@pytest.mark.parametrize("seed", range(5))
def test_every_reading_separates_what_can_be_separated(seed):
    """In ten times the epochs that the slowest of them takes there is no mistake left."""
    for centres in (perceptron.TWO_BLOBS, perceptron.THREE_BLOBS):
        question = general_position.separable(np.random.default_rng(seed), 24, centres)
        epochs = question["runs"][0][1]
        for edit in perceptron.CONVENTIONS[::3]:
            model = learned(
                question["x"], question["y"], len(centres), epochs, edit.mutant(perceptron)
            )

            assert perceptron.labelled([model.predict(question["x"])], question["x"], question["y"])


def test_a_row_that_is_not_learned_breaks_the_law():
    """The law of separable data is about every row."""
    y = np.array([0, 1, 1])

    assert perceptron.labelled([y], ROWS, y)
    assert not perceptron.labelled([1 - y], ROWS, y)


def test_a_smaller_question_is_only_fair_without_ties():
    """Points on a boundary, and rows that nothing separates, would be lost by right code too."""
    fair = perceptron.ADMISSIBLE["Perceptron"]
    probes = perceptron.PROBES["Perceptron"]
    question = dict(probes["four features"].draw(np.random.default_rng(1)))
    blobs = dict(probes["two blobs"].draw(np.random.default_rng(1)))
    one_row = {"x": ROWS[:1], "y": LABELS[:1], "classes": 2, "runs": [[1, 1]]}

    assert fair(**question)
    assert fair(**blobs)
    assert fair(**one_row, points=np.array([[1.0, 1.0]]))
    assert not fair(**one_row, points=np.array([[-1.0, 0.0]]))
    assert not fair(**{**question, "runs": [[1]]})
    assert not fair(**{**blobs, "y": blobs["y"][::-1].copy()})
