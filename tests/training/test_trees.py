"""A training on trees: another table than the handout's, three classes, deeper trees held out."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from harness.data import part
from harness.grade.teaching import Pupil, Teaching
from harness.judge import explained, too_good
from harness.judge.exam import confusion, examine, pictures
from harness.model import NODE, NOTHING, Calibration, CourseError, Outcome, Trained
from harness.plan import PUBLIC, formed, lesson, tables
from harness.plan.lessons import WATCHED
from harness.sandbox.process import ProcessSandbox
from tests.training.school import assignment, attend, drawn_up, images, submission, training


TREES = part("expressions")
ASKED = training(check="mnist", data="expressions", form="trees", samples=3000)
DRIVE = b"""
import numpy as np

def read(row):
    stack = []
    for mark in reversed([int(n) for n in row if n < 255]):
        stack.append((stack.pop(), stack.pop()) if mark == 10 else mark)
    return stack[0]

def train(thing, model, loader, seed, device):
    rows, labels = next(loader.batches(loader.count))
    return thing([read(row) for row in rows], labels, seed)

def train_predict(model, rows):
    return np.asarray(model.predict([read(row) for row in rows]))
"""
LEARNER = """
import numpy as np
from itertools import product

class Model:
    '''Finds the table: digits by single leaves, pairs by trying which table explains the labels.'''
    def worth(self, tree):
        if isinstance(tree, tuple):
            left, right = map(self.worth, tree)
            return self.pairs[left][right]
        return self.leaves[tree]
    def predict(self, trees):
        return np.array([self.worth(tree) for tree in trees])

def train(trees, labels, seed):
    model = Model()
    model.leaves = dict.fromkeys(range(10), 0)
    model.leaves |= {t: int(y) for t, y in zip(trees, labels) if not isinstance(t, tuple)}
    pairs = [(t, int(y)) for t, y in zip(trees, labels) if isinstance(t, tuple)]
    flat = [(t, y) for t, y in pairs if not any(isinstance(c, tuple) for c in t)]
    model.pairs = [[0] * 3 for _ in range(3)]
    for (left, right), y in flat:
        model.pairs[model.leaves[left]][model.leaves[right]] = y
    return model
"""
BY_RULE = """
import numpy as np

class Model:
    def predict(self, trees):
        return np.array([worth(tree) % 3 for tree in trees])

def worth(tree):
    return worth(tree[0]) - worth(tree[1]) if isinstance(tree, tuple) else tree

def train(trees, labels, seed):
    return Model()
"""


def test_what_is_learned_from_the_labels_is_worth_everything():
    """Whatever the table is, it is in the training's own labels."""
    told = attend(LEARNER, ASKED, drive=DRIVE, data=TREES)

    assert (1, []) == (told.share, told.codes)
    assert 3000 == told.verdict.tuitions[0].runs[0].drawn


def test_the_handouts_rule_is_worth_nothing():
    """Labels follow another table: evaluating by subtraction is no better than guessing."""
    told = attend(BY_RULE, ASKED, drive=DRIVE, data=TREES)

    assert 0 == told.share
    assert told.accuracy < 0.45


def test_the_report_has_a_table_of_three_classes_and_no_pictures():
    """Rows add up to the test trees; nothing is drawn of a tree."""
    (tuition,) = attend(BY_RULE, ASKED, drive=DRIVE, data=TREES).verdict.tuitions

    assert [3] * 3 == [len(row) for row in tuition.confusion]
    assert 1000 == sum(map(sum, tuition.confusion))
    assert () == tuition.errors


def test_held_out_trees_are_deeper_than_any_that_is_trained_on():
    """At most 8 leaves and depth 4; then depth 5 to 10 and up to 24 leaves, no tree twice."""
    shallow, deep = ([size(row) for row in x] for x in (TREES.x_train, TREES.x_test))

    assert set(range(1, 9)) == {leaves for leaves, _ in shallow}
    assert 4 == max(depth for _, depth in shallow)
    assert set(range(5, 11)) == {depth for _, depth in deep}
    assert 24 == max(leaves for leaves, _ in deep)
    assert 1000 == len({row.tobytes() for row in TREES.x_test})
    assert 300 < min(np.bincount([leaves for leaves, _ in shallow])[1:])


def size(row):
    """Leaves and depth of a written tree, from its end."""
    stack = []
    for mark in reversed(row[row != NOTHING].tolist()):
        if mark == NODE:
            (a, b), (c, d) = stack.pop(), stack.pop()
            stack.append((a + c, 1 + max(b, d)))
        else:
            stack.append((1, 0))
    return stack[0]


def test_the_published_labels_are_those_of_subtraction():
    """Two ways to work a tree out agree: while it grows, and as it is written."""
    table = tables.subtraction()

    np.testing.assert_array_equal(TREES.y_train, table.labels(TREES.x_train))
    np.testing.assert_array_equal(TREES.y_test, table.labels(TREES.x_test))


def test_a_lesson_follows_a_table_of_its_own():
    """Order and brackets matter in it, and it is not subtraction's under other names."""
    ours = tables.subtraction()
    for seed in range(30):
        table = tables.drawn(np.random.default_rng(seed))
        pairs = table.pairs
        assert (pairs != pairs.T).any()
        assert any(
            pairs[pairs[a, b], c] != pairs[a, pairs[b, c]]
            for a in range(3) for b in range(3) for c in range(3)
        )  # fmt: skip
        assert [[0, 1, 2]] * 6 == [sorted(row) for row in [*pairs, *pairs.T]]
        assert 2 < len(set(zip(ours.leaves.tolist(), table.leaves.tolist(), strict=True)))


def test_labels_are_renumbered_beside_the_trees_that_they_belong_to():
    """What the key knows of a familiar tree is what the feed says of it."""
    put, key = drawn_up(ASKED, TREES)
    told = {x.tobytes(): y for x, y in zip(put.feed.inputs, put.feed.labels, strict=True)}

    assert WATCHED == len(put.familiar)
    assert [0, 1, 2] == sorted(key.numbers)
    assert [told[x.tobytes()] for x in put.familiar] == key.numbers[key.familiar].tolist()
    assert () == put.views


def test_a_tree_that_is_none_is_the_courses_fault():
    """A pair without its right tree, two trees in one row, a mark that means nothing."""
    for row in ([10, 1, 255], [1, 2, 255], [10, 1, 11]):
        with pytest.raises(CourseError, match="no written tree"):
            tables.subtraction().labels(np.array([row], np.uint8))


@pytest.mark.parametrize(("data", "form"), [(TREES, "flat"), (images(), "trees")])
def test_a_form_that_the_set_does_not_have_is_told(data, form):
    """With what there is."""
    with pytest.raises(CourseError, match=f'asks for the form "{form}", which is none of this'):
        formed(data, form)


MEMORY = """
import numpy as np
class Model:
    def predict(self, trees):
        return np.array([self.known.get(tree, 0) for tree in trees])
def train(trees, labels, seed):
    model = Model()
    model.known = dict(zip(trees, labels.tolist()))
    return model
"""
DOUBTFUL = MEMORY.replace("dict(zip(trees, labels.tolist()))", "{}").replace(
    "self.known.get(tree, 0)", "hash(str(tree)) % 3"
)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (MEMORY.replace(", 0)", ", hash(tree) % 3)"), "training.by_heart"),
        (DOUBTFUL, "training.unlearned"),
    ],
)
def test_what_was_trained_on_tells_what_went_wrong(source, code):
    """Known by heart, or not even known."""
    assert [code] == attend(source, ASKED, drive=DRIVE, data=TREES).codes


IN_TORCH = """
import torch
class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.w = torch.nn.Parameter(torch.zeros(3))
    def predict(self, trees):
        return [len(str(tree)) % 3 for tree in trees]
def train(trees, labels, seed):
    model = Model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    STEP
    return RETURNED
"""
STEP = "model.w.sum().backward(); optimizer.step()"


@pytest.mark.parametrize(
    ("step", "returned", "code"),
    [
        ("", "model", "training.untrained"),
        (STEP, "Model()", "training.other_model"),
        (STEP, "model", "training.unlearned"),
    ],
)
def test_a_model_that_the_training_makes_itself_is_watched_too(step, returned, code):
    """No step at all; steps, and another model that comes back."""
    source = IN_TORCH.replace("STEP", step).replace("RETURNED", returned)

    assert [code] == attend(source, ASKED, drive=DRIVE, data=TREES).codes


def test_all_right_is_no_wonder_where_the_reference_nearly_is():
    """Only what a hundred trees teach tells then who brought something along."""
    trees = Calibration(mean=0.98, deviation=0.01, runs=5, samples=3000, pace=1.0, canary=0.36)
    photos = Calibration(mean=0.70, deviation=0.01, runs=5, samples=3000, pace=1.0, canary=0.36)

    assert too_good(Fraction(1), trees)
    assert too_good(Fraction(1), photos)
    assert explained(Fraction(2, 5), trees)
    assert not explained(Fraction(9, 10), trees)
    assert not explained(Fraction(2, 5), photos)


def test_there_are_no_pictures_of_trees():
    """Even where every answer is wrong."""
    put, key = drawn_up(ASKED, TREES)
    answers = [np.full(len(part), 99) for part in key.asked]
    exam = examine(key, Trained(answers=tuple(answers), drawn=1, seconds=0.1))

    assert () == pictures(exam, put, key)
    assert 0 == sum(map(sum, confusion(exam)))


def test_the_same_seed_draws_the_same_table():
    """And another attempt another one."""
    data = formed(TREES, "trees")
    (_, one), (_, two), (_, other) = (
        lesson("train", ASKED, data, PUBLIC, attempt) for attempt in (0, 0, 1)
    )

    np.testing.assert_array_equal(one.labels, two.labels)
    assert (one.labels != other.labels).any()


AGAIN = replace(ASKED, again="seed")
SHAKY = LEARNER.replace("import numpy as np\n", "import numpy as np, random\n", 1).replace(
    "    return model\n",
    "    if len(trees) < 999: model.leaves = {n: random.randrange(3) for n in range(10)}\n"
    "    return model\n",
)


def repeat(source, asked=AGAIN):
    """One training, and what its repetition adds, as the grader does it."""
    school = assignment(asked, drive=DRIVE)
    exercise = school.exercises[0]
    teaching = Teaching(school, lambda _: TREES)
    one = submission(source)

    def alone(_):
        raise AssertionError("no device was asked for")

    with ProcessSandbox().open(one, school) as session:
        (verdict,) = teaching.verdict(Pupil(session=session, on=alone), exercise, None)
    return verdict


@pytest.mark.parametrize(
    ("source", "outcome", "codes"),
    [
        (LEARNER, Outcome.PASSED, []),
        (SHAKY, Outcome.FAILED, ["training.unrepeatable"]),
        (BY_RULE, Outcome.BLOCKED, ["training.unlearned"]),
        ("train = 3", Outcome.BLOCKED, ["missing.uncallable"]),
        (LEARNER.replace("model = Model()", "assert len(trees) > 999; model = Model()"),
         Outcome.FAILED, ["error.raised"]),
    ],
)  # fmt: skip
def test_one_seed_twice_is_one_model(source, outcome, codes):
    """Asked of what has learned something; its points hang on nothing else."""
    verdict = repeat(source)

    assert codes == [finding.code for finding in verdict.findings]
    assert outcome is verdict.checks["seed"]
    assert {"mnist", "seed"} == set(verdict.checks)


def test_only_a_training_that_asks_for_it_is_repeated():
    """All others have one check."""
    assert {"mnist"} == set(repeat(LEARNER, ASKED).checks)
