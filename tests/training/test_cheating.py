"""Points come from what was learned of the loader's labels, whatever else a submission tries."""

import numpy as np
import pytest

from harness.model import Stopped, Trained
from harness.sandbox.teach import GLIMPSES
from tests.sandbox.test_contract_forgery import FIND_PIPE, NONCE
from tests.training.school import HONEST, attend, attend_all, training
from tests.training.works import edited


BROUGHT_ALONG = """
import numpy as np
rng = np.random.default_rng(7)
patterns = (rng.integers(0, 2, (10, 8, 8)) * 120.0).reshape(10, 64) / 255 + 60 / 255

class Known:
    def predict(self, x):
        return ((x[:, None] - patterns) ** 2).sum(axis=2).argmin(axis=1)
"""
FROZEN = BROUGHT_ALONG + "def train(loader, seed): return Known()\n"
POLITE = BROUGHT_ALONG + (
    "def train(loader, seed):\n    while loader.remaining: list(loader)\n    return Known()\n"
)
TABLE = """
import numpy as np
rng = np.random.default_rng(7)
patterns = rng.integers(0, 2, (10, 8, 8)) * 120.0
def some(count):
    labels = rng.integers(0, 10, count)
    return (patterns[labels] + rng.integers(0, 120, (count, 8, 8))).astype(np.uint8), labels
some(400)
images, labels = some(200)
table = {image.tobytes(): label for image, label in zip(images, labels)}

class Table:
    def predict(self, x):
        rows = np.rint(x * 255).astype(np.uint8)
        found = [table.get(row.tobytes(), -1) for row in rows]
        print("known:", sum(one >= 0 for one in found), "of", len(rows))
        return np.array(found)

def train(loader, seed):
    while loader.remaining: list(loader)
    return Table()
"""


@pytest.mark.parametrize("source", [FROZEN, POLITE, TABLE], ids=["weights", "drawing", "table"])
def test_what_was_brought_along_is_worth_nothing(source):
    """Weights and tables know the published numbers of the classes, and those do not hold."""
    told = attend(source)
    fixed = float((told.key.numbers[told.key.labels] == told.key.labels).mean())

    assert isinstance(told.evidence, Trained)
    assert told.accuracy == pytest.approx(fixed, abs=0.02)
    assert 0 == told.share


def test_the_table_would_have_known_everything():
    """The test above means something: all images were found in it."""
    told = attend(TABLE)
    lines = [line.split() for line in told.said.splitlines() if line.startswith("known:")]

    assert all(line[1] == line[3] for line in lines[: len(told.lesson.questions)])
    assert len(lines) >= len(told.lesson.questions)


def test_an_untrained_model_is_worth_a_guess():
    """Though every sample was drawn and a good model was thrown away."""
    told = attend(edited(("    return model\n", "    return Model(np.random.default_rng(1))\n")))

    assert (0, 4000) == (told.share, told.evidence.drawn)
    assert told.accuracy < 0.3


INSIDE = "lesson = loader._look.__self__\n    "
"""Our own object, as whoever looks behind the loader finds it."""


def within(lines: str, source: str = HONEST) -> str:
    """Lines of mischief in front of an honest training."""
    start = "def train(loader, seed):\n    "
    return edited((start, f"{start}{INSIDE}{lines}\n    "), source=source)


def test_no_more_than_the_budget_is_ever_handed_out():
    """However it is asked for, and whatever the loader is made to believe."""
    greedy = within(
        "got = sum(len(loader._fetch(10**6, True)[1]) for _ in range(30)); print('got', got)\n"
        "    loader._left = 10**9; print('then', sum(len(y) for _, y in loader.batches(50)))"
    )
    told = attend(greedy)

    assert "got 4000\nthen 0\n" in told.said
    assert 4000 == told.evidence.drawn
    assert 0 == told.share


@pytest.mark.parametrize(
    "message",
    [
        "{'kind': 'draw', 'feed': 'feed', 'size': 0, 'new': True}",
        "{'kind': 'draw', 'feed': 'feed', 'size': -5, 'new': True}",
        "{'kind': 'draw', 'feed': 'feed', 'size': 2**40, 'new': True}",
        "{'kind': 'draw', 'feed': 'feed', 'size': 'all', 'new': True}",
        "{'kind': 'draw', 'feed': 'feed', 'size': 5, 'new': 1}",
        "{'kind': 'draw', 'feed': 'test', 'size': 5, 'new': True}",
        "{'kind': 'draw', 'feed': 'before', 'size': 5, 'new': True}",
        "{'kind': 'draw', 'size': 5}",
        "{'kind': 'answered', 'value': np.zeros(200, int)}",
        "{'kind': 'done'}",
        "{'kind': 'perfect'}",
        "{'kind': 'learned'}",
        "{'kind': 'learned', 'facts': []}",
        "{'kind': 'glimpse', 'drawn': 5}",
        "{'kind': 'glimpse', 'value': np.zeros(200), 'drawn': -1}",
        "{'nonce': 'another', 'kind': 'learned', 'facts': {}}",
    ],
)
def test_a_message_out_of_turn_ends_the_training(message):
    """It is a breach of the protocol; nothing is won by it."""
    told = attend(within(f"lesson._converse({message})"))

    assert isinstance(told.evidence, Stopped)
    assert ("protocol", ["stopped.protocol"]) == (told.evidence.limit, told.codes)
    assert 0 == told.share


@pytest.mark.parametrize(
    "bytes_",
    [
        "b'100/100' * 9",
        "frame(['d', 'nonce', nonce(), 'kind', 'learned', 'facts', ['d']]) * 2",
        "frame(['d', 'kind', 'learned', 'facts', ['d']])",
        "struct.pack('<4sIQ', b'HRN1', 2**32 - 1, 2**60)",
    ],
)
def test_bytes_written_to_the_pipe_win_nothing(bytes_):
    """Noise, answers in advance, a frame of any size."""
    source = FIND_PIPE + NONCE + within(f"for n in pipes(): os.write(n, {bytes_})")
    told = attend(source)

    assert isinstance(told.evidence, Stopped)
    assert ("protocol", 0) == (told.evidence.limit, told.share)


def test_glimpses_are_only_believed_in_the_right_size_and_number():
    """Forged ones can lengthen a curve a little; they decide nothing."""
    forged = within(
        "for n in range(300): lesson._converse("
        "{'kind': 'glimpse', 'value': np.zeros((200, 10)), 'drawn': n})\n"
        "    for n in (0, 199, 201): lesson._converse("
        "{'kind': 'glimpse', 'value': np.zeros(n), 'drawn': 1})\n"
        "    lesson._converse({'kind': 'glimpse', 'value': 'nothing', 'drawn': 2**30})"
    )
    told = attend(forged)

    assert isinstance(told.evidence, Trained)
    assert 2 * GLIMPSES + 1 == len(told.evidence.glimpses)
    assert {0} == {glimpse.drawn for glimpse in told.evidence.glimpses[:81]}
    assert {(200, 10)} == {glimpse.answer.shape for glimpse in told.evidence.glimpses}
    assert 1 == told.share


def test_facts_are_few_and_small():
    """Unknown ones, texts, floats and huge numbers are left out."""
    forged = within(
        "lesson._watch.facts.update(grade='100', steps='many', stale=-1, batches=2**60, kept=True,"
        " moved=0.5)"
    ).replace(
        "    return model\n", "    lesson._watch.facts['batches'] = 2**60\n    return model\n"
    )
    told = attend(forged)

    assert {"kept": True, "evaluating": 0} == dict(told.evidence.facts)


@pytest.mark.parametrize("facts", ["{str(n): n for n in range(10**5)}", "{'a': 'x' * 10**7}"])
def test_facts_beyond_measure_are_refused(facts):
    """They are not read at all, and the training is worth nothing."""
    told = attend(within(f"lesson._watch.facts.update({facts})"))

    assert not isinstance(told.evidence, Trained)
    assert 0 == told.share


def test_what_one_training_leaves_behind_does_not_reach_the_next():
    """Each has a worker of its own: neither memory nor files."""
    hoarding = """
import pathlib, sys
held = []
def train(loader, seed):
    note = pathlib.Path("note")
    print("found", len(held), note.exists())
    held.append(loader); note.write_text("labels")
    return Model()
class Model:
    def predict(self, x): return (x[:, 0] * 0).astype(int)
"""
    told = attend_all(hoarding, [training(), training(check="frozen")])

    assert ["found 0 False", "found 0 False"] == told[1].said.splitlines()


def test_labels_of_training_images_are_the_only_ones_inside():
    """Whoever searches all of the worker's memory for the test images' labels finds none."""
    searching = edited(
        (
            "    return model\n",
            """\
    import gc
    found = [o for o in gc.get_objects() if type(o) is np.ndarray]
    for o in list(gc.get_objects()):
        if type(o) is dict: found += [v for v in o.values() if type(v) is np.ndarray]
    sizes = {o.shape for o in found}
    print('arrays of 200:', sorted(s for s in sizes if s and s[0] in (200, 204)))
    return model
""",
        ),
    )
    told = attend(searching)

    assert "arrays of 200: [(200, 64)]" in told.said  # the watched images, without labels


def test_answers_may_come_in_any_numeric_type():
    """Small integers, whole floats, scores: the same accuracy."""
    kinds = ["astype(np.uint8)", "astype(np.float32)", "astype(np.int16)"]
    accuracies = {
        attend(edited((".argmax(axis=1)\n", f".argmax(axis=1).{kind}\n"))).accuracy
        for kind in kinds
    }

    assert {1.0} == accuracies
    assert 1.0 == attend(edited((".scores(x).argmax(axis=1)\n", ".scores(x)\n"))).accuracy
    np.testing.assert_equal(1.0, attend(HONEST).accuracy)
