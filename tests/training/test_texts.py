"""A training on a text: characters renamed in secret, read one at a time, bits against n-grams."""

from dataclasses import replace
from fractions import Fraction
from math import log2

import numpy as np
import pytest

from harness.data import TEXTS, find, load, part
from harness.data.text import MOBY_DICK, carried
from harness.judge import Heard, taught
from harness.judge.reading import SYMPTOMS, read
from harness.judge.writing import copied, entropy, written
from harness.model import Budget, CourseError, Dataset, Glimpse, Trained, Training, UsageError
from harness.plan import CANARY, PUBLIC, formed, landmarks, lesson, marked
from harness.plan.ngrams import bits
from harness.plan.texts import CONTEXT
from harness.report import curve
from tests.training.school import attend


WHOLE = Budget(samples=1, passing=Fraction(0), full=Fraction(1), seconds=60)
ASKED = Training(
    check="text", drive="train", data="tiny_shakespeare", form="text", whole=WHOLE, slice=WHOLE
)


def verse(length=6_000, seed=0, even=0.3):
    """A text of few letters in which a letter depends on the two before it."""
    rng = np.random.default_rng(seed)
    table = rng.dirichlet(np.full(5, even), size=(5, 5))
    ids = [0, 1]
    for _ in range(length - 2):
        ids.append(int(rng.choice(5, p=table[ids[-2], ids[-1]])))
    ids = np.array(ids, dtype=np.uint8)
    cut = length - length // 10
    labels = ids.astype(np.int64)
    return Dataset(
        name="verse", x_train=ids[:cut], y_train=labels[:cut], x_test=ids[cut:],
        y_test=labels[cut:], source="here", digest="d", slice=False, classes=5, letters="abcde",
    )  # fmt: skip


def answered(data, say, attempt=0):
    """A training whose answers are `say(characters that are read)`, with what it is judged by."""
    asked, key = lesson("train", ASKED, data, PUBLIC, attempt)
    answers = tuple(say(inputs) for inputs in asked.questions)
    return asked, key, Trained(answers=answers, drawn=1, seconds=0.0)


def even(inputs):
    return np.zeros((len(inputs), 5), np.float32)


def test_an_even_guess_takes_log2_of_the_letters():
    """And saves nothing."""
    _, key, trained = answered(verse(), even)

    exam = read(key, trained)

    assert pytest.approx(log2(5)) == exam.bits
    assert 0 == exam.accuracy


@pytest.mark.parametrize("shift", [0.0, 100.0, -1e4])
def test_scores_are_normalised_by_the_judge(shift):
    """Logits and log-probabilities say the same."""
    _, key, plain = answered(verse(), lambda i: np.eye(5, dtype=np.float64)[i] * 2)
    _, _, moved = answered(verse(), lambda i: np.eye(5, dtype=np.float64)[i] * 2 + shift)

    assert pytest.approx(read(key, plain).bits) == read(key, moved).bits


def test_an_answer_that_is_nan_is_as_bad_as_can_be_and_told():
    """It is no number to be averaged away."""
    asked, key, trained = answered(verse(), lambda i: np.full((len(i), 5), np.nan))
    heard = Heard(lesson=asked, key=key, evidence=trained)

    verdict = taught([heard], marked(WHOLE, verse()), deviation=0.005, sliced=False, without=())

    assert ["reading.diverged"] == [finding.code for finding in verdict.findings]
    assert 0 == verdict.shares["text"]


def test_what_is_read_never_holds_what_is_asked():
    """Each row is the text itself: a question holds one character, the next one the answer."""
    data = verse()
    asked, key = lesson("train", ASKED, data, PUBLIC, 0)
    read_ = np.stack(asked.questions, axis=1)
    back = np.argsort(key.numbers)
    scored = key.labels[key.unscored :].T

    assert {1} == {question.ndim for question in asked.questions}
    np.testing.assert_array_equal(back[read_[:, 1:]], key.labels[:-1].T)
    np.testing.assert_array_equal(scored.ravel(), data.x_test[: scored.size])
    assert CONTEXT - 1 == key.unscored


def test_every_character_goes_by_another_ones_name_in_every_training():
    """The same bijection for the text, for what is watched, and for what is read afterwards."""
    data = verse()
    one, key = lesson("train", ASKED, data, PUBLIC, 0)
    other, _ = lesson("train", ASKED, data, PUBLIC, 1)

    np.testing.assert_array_equal(key.numbers[data.x_train], one.feed.inputs)
    assert not np.array_equal(one.feed.inputs, other.feed.inputs)
    assert set("abcde") == {one.letters[place] for place in one.feed.inputs}


def test_the_canary_learns_from_little_and_knows_every_character():
    """Else its vocabulary would not be the text's."""
    asked, _ = lesson("train", ASKED, part("tiny_shakespeare"), PUBLIC, CANARY)

    assert 73 == len(set(asked.feed.inputs.tolist()))
    assert len(asked.feed.inputs) < 3_000


def test_pairs_of_characters_are_counted_as_on_paper():
    """Witten and Bell's rule, worked out by hand: abab, then a b."""
    found = bits(np.array([0, 1, 0, 1]), np.array([0, 1]), 2)

    alone = (2 + 2 * 0.5) / (4 + 2)
    after_a, after_b = (2 + alone) / (2 + 1), (1 + alone) / (1 + 1)
    assert pytest.approx(-np.log2(alone)) == found[0]
    assert pytest.approx(-(np.log2(after_b) + np.log2(after_a)) / 2) == found[1]


def test_n_grams_are_as_good_as_the_text_allows():
    """Two characters of context hold everything here, one does not."""
    reached = landmarks(verse(30_000))

    assert 2 == int(np.argmin(reached))
    assert reached[2] < reached[1] - 0.2 < reached[0] - 0.2


def test_the_marks_are_what_counting_reaches():
    """Points from pairs on, all of them at the best n-gram."""
    data = part("tiny_shakespeare")

    budget = marked(WHOLE, data)

    assert pytest.approx(3.468, abs=0.01) == (1 - float(budget.passing)) * log2(73)
    assert pytest.approx(2.546, abs=0.01) == (1 - float(budget.full)) * log2(73)


def test_a_model_without_a_memory_is_told_so():
    """Pairs with a text before them are as good as pairs without."""
    data = verse(30_000)
    asked, key = lesson("train", ASKED, data, PUBLIC, 0)
    counts = np.ones((5, 5))
    np.add.at(counts, (asked.feed.inputs[:-1], asked.feed.inputs[1:]), 1)
    scores = np.log(counts)
    trained = Trained(
        answers=tuple(scores[i] for i in asked.questions), familiar=scores[asked.familiar],
        drawn=1, facts={"steps": 5, "passes": 5, "stale": 0, "stepped": True}, seconds=0.0,
    )  # fmt: skip

    verdict = taught(
        [Heard(lesson=asked, key=key, evidence=trained)], marked(WHOLE, data),
        deviation=0.005, sliced=False,
        without=(),
    )  # fmt: skip

    assert ["reading.forgetful"] == [finding.code for finding in verdict.findings]


def test_a_model_that_says_what_it_has_read_is_told_so():
    """Its targets were its inputs."""
    data = verse()
    asked, key, trained = answered(data, lambda i: 9.0 * np.eye(5)[i])
    trained = replace(trained, facts={"steps": 5, "passes": 5})

    verdict = taught(
        [Heard(lesson=asked, key=key, evidence=trained)], marked(WHOLE, data),
        deviation=0.005, sliced=False,
        without=(),
    )  # fmt: skip

    assert ["reading.echo"] == [finding.code for finding in verdict.findings]


def test_the_curve_is_in_bits():
    """From an even guess down; the band lies between the marks."""
    data = verse()
    asked, key, trained = answered(data, even)
    count = asked.watched.size
    seen = tuple(
        Glimpse(drawn=step, answer=np.zeros((count, 5), np.float32)) for step in (1, 10, 20)
    )
    trained = replace(trained, glimpses=seen, facts={"steps": 20})
    verdict = taught(
        [Heard(lesson=asked, key=key, evidence=trained)], marked(WHOLE, data),
        deviation=0.005, sliced=False,
        without=(),
    )  # fmt: skip
    (told,) = verdict.tuitions

    assert pytest.approx(log2(5)) == told.bits
    assert 20 == told.samples == told.runs[0].drawn
    assert curve.bits(told) is not None
    assert pytest.approx(np.log(5)) == told.runs[0].curve[0].loss


def test_every_symptom_has_words(course_messages):
    """A message and a question, and one for what fits none."""
    codes = {*SYMPTOMS, "reading.bits"}

    assert set() == {c for code in codes for c in (code, f"question.{code}")} - course_messages


@pytest.fixture
def course_messages():
    """The ids of all sentences of this course."""
    import tomllib
    from pathlib import Path

    text = Path(__file__).resolve().parents[2] / "reports" / "messages.toml"
    return set(tomllib.loads(text.read_text("utf-8"))) | _nested(tomllib.loads(text.read_text()))


def _nested(table, prefix=""):
    found = set()
    for key, value in table.items():
        found |= _nested(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
    return found


def test_a_text_is_no_image():
    """A course that asks for the wrong form hears so."""
    with pytest.raises(CourseError, match='characters are "text"'):
        formed(part("tiny_shakespeare"), "flat")


def test_another_text_is_carried_and_its_last_tenth_is_held_out():
    """Verified, and every held-out character occurs before."""
    data = part("Tiny Shakespeare")

    assert "moby_dick" == data.name
    assert 100_000 == len(carried(MOBY_DICK)) == len(data.x_train) + len(data.x_test)
    assert 10_000 == len(data.x_test)
    assert set(data.x_test.tolist()) <= set(data.x_train.tolist())
    assert data.slice
    assert TEXTS["tiny_shakespeare"] is find("tiny-shakespeare")


def test_another_text_under_the_same_name_is_refused(tmp_path):
    """And said why."""
    (tmp_path / "input.txt").write_text("To be or not to be")

    with pytest.raises(UsageError, match="another text: expected SHA-256 86c4e6aa9db7"):
        load("tiny_shakespeare", root=tmp_path)
    assert load("tiny_shakespeare").slice


DRIVE = b"""
import numpy as np

def train(thing, model, loader, seed, device):
    return thing(loader)

def train_predict(model, ids, state, letters):
    return model.read(ids, state), ids[:, -1]
"""
COUNTER = """
import numpy as np

class Pairs:
    '''Counts which character follows which pair.'''
    def __init__(self, text):
        letters = sorted(set(text))
        ids = np.array([letters.index(c) for c in text])
        n = len(letters)
        self.one, self.two = np.full((n, n), 0.2), np.full((n, n, n), 0.02)
        np.add.at(self.one, (ids[:-1], ids[1:]), 1)
        np.add.at(self.two, (ids[:-2], ids[1:-1], ids[2:]), 1)
    def read(self, ids, state):
        found = []
        for t in range(ids.shape[1]):
            now = ids[:, t]
            p = self.one[now] / self.one[now].sum(1, keepdims=True)
            if state is not None:
                p = self.two[state, now] + p
            found.append(np.log(p))
            state = now
        return np.stack(found, axis=1)

def train(text):
    return Pairs(text)
"""


def test_a_state_is_carried_from_character_to_character():
    """Pairs before a character beat what single ones reach, so the state came back."""
    data = verse(30_000)
    budget = marked(WHOLE, data)

    told = attend(COUNTER, replace(ASKED, whole=budget, slice=budget), drive=DRIVE, data=data)

    assert told.verdict.shares["text"] > Fraction(9, 10)


def test_what_a_model_writes_is_shown_in_the_published_letters():
    """And a passage that stands in the training text is told, and costs nothing."""
    data = verse()
    asked, key, trained = answered(data, even)
    trained = replace(trained, written=asked.feed.inputs[100:300].astype(np.int64))
    verdict = taught(
        [Heard(lesson=asked, key=key, evidence=trained)], marked(WHOLE, data),
        deviation=0.005, sliced=False,
        without=(),
    )  # fmt: skip
    notes = {finding.code: finding for finding in verdict.findings if not finding.costs}

    assert "".join("abcde"[i] for i in data.x_train[100:300]) == verdict.tuitions[0].written
    assert 200 == notes["reading.copied"].message.params["longest"]


def test_a_text_of_its_own_is_no_copy():
    """Single characters and pairs occur everywhere; long passages do not."""
    data = verse()
    asked, key, trained = answered(data, even)
    rng = np.random.default_rng(1)
    trained = replace(trained, written=rng.integers(5, size=200))

    assert 2 < copied(asked, trained) < 20
    assert 200 == len(written(asked, key, trained))


def test_entropy_of_pairs_is_counted_as_on_paper():
    """abab…: two pairs, equally often; all alike: none."""
    assert 1 == pytest.approx(entropy(np.array([0, 1] * 50 + [0])))
    assert 0 == entropy(np.zeros(50, int))


@pytest.mark.parametrize(
    ("draw", "code"),
    [
        (lambda text, rng: np.tile(text[:4], 50), "reading.loops"),
        (lambda text, rng: rng.integers(0, 5, 200), "reading.babble"),
        (lambda text, rng: text[-200:], None),
    ],
    ids=["in circles", "anything", "as its text"],
)
def test_what_is_more_monotonous_or_wilder_than_its_text_is_remarked(draw, code):
    """By the entropy of its pairs; it costs nothing."""
    data = verse(even=0.05)
    asked, key, trained = answered(data, even)
    held_out = key.numbers[data.x_test]
    rng = np.random.default_rng(0)
    said = draw(held_out if code is None else asked.feed.inputs, rng)
    heard = Heard(lesson=asked, key=key, evidence=replace(trained, written=said.astype(np.int64)))

    told = taught([heard], marked(WHOLE, data), deviation=0.005, sliced=False, without=())

    varied = [f for f in told.findings if f.code in {"reading.loops", "reading.babble"}]
    assert [code] * (code is not None) == [one.code for one in varied]
    assert not any(one.costs for one in varied)
