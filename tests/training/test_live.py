"""A training in the student's own process: the same lesson, counted by the same judge."""

import threading

import numpy as np
import pytest

from harness.model import Refused, Stopped, Submission, Trained
from harness.sandbox.live import Live
from tests.training import school


HERE = Submission(name="here", label="here", files={}, main=None, digest="")
PREDICTS = "class Model:\n    def predict(self, images): return {}\n"


def trained(source: str, **fields):
    """What came of it, and the names that it left."""
    names: dict = {}
    exec(source, names)
    asked = school.training(**fields)
    lesson, _ = school.drawn_up(asked)
    with Live(names).open(HERE, school.assignment(asked)) as session:
        return session.train(lesson), lesson, session


@pytest.fixture(autouse=True)
def nobody_is_left():
    """The teacher's thread ends with the lesson, however that ends."""
    yield
    assert [one.name for one in threading.enumerate() if one.name == "harness-teacher"] == []


def test_the_answers_are_those_of_a_worker():
    """Bit for bit: the same samples in the same order, asked the same way."""
    here, lesson, _ = trained(school.HONEST)
    with school.ProcessSandbox().open(
        school.submission(school.HONEST), school.assignment()
    ) as session:
        there = session.train(lesson)

    assert isinstance(here, Trained)
    assert here.drawn == there.drawn == 4000
    for one, other in zip(here.answers, there.answers, strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_it_prints_is_kept_apart(capsys):
    """Progress bars of a training do not fill the notebook."""
    loop = "        for x, y in loader"
    _, _, session = trained(school.HONEST.replace(loop, f"        print('pass')\n{loop}"))

    assert session.said.startswith("pass\n")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("def train(loader, seed):\n    return 1 / 0", "Raised", "division by zero"),
        ("def train(loader, seed):\n    return None", "Refused", "no model was returned"),
        ("def train(loader, seed):\n    import sys; sys.exit()", "Stopped", "sys.exit"),
        ("trian = 3", "Missing", "trian"),
        ("def train(loader, seed):\n    while True: next(loader.batches(0))", "Raised", "at least"),
        (PREDICTS.format("1 / 0") + "def train(l, s): return Model()", "Raised", "division"),
    ],
)
def test_what_comes_in_place_of_a_model_is_told(source, kind, words):
    """As with walls."""
    found, _, _ = trained(source)

    assert type(found).__name__ == kind
    assert words in repr(found)


def test_answers_that_are_none_end_the_lesson():
    """The judge stops asking, and nobody waits for ever."""
    found, lesson, _ = trained(
        PREDICTS.format("images[:3]") + "def train(loader, seed): return Model()"
    )

    assert isinstance(found, Refused)
    assert f"answers for {len(lesson.questions[0])} samples" in found.reason


@pytest.mark.parametrize(
    "body", ["while True: pass", "while True:\n        for _ in loader: pass\n        import time"]
)
def test_a_training_without_end_is_ended(body):
    """By the alarm, in the student's thread."""
    found, _, _ = trained(f"def train(loader, seed):\n    {body}\n", seconds=0.3)

    assert isinstance(found, Stopped)
    assert found.limit == "time"


def test_in_another_thread_the_judge_stops_asking():
    """Where no alarm reaches, a loop that asks for batches ends when nobody hands them out."""
    source = (
        "import time\ndef train(loader, seed):\n"
        "    while True:\n        for _ in loader: time.sleep(0.001)\n"
    )
    found = []
    thread = threading.Thread(
        target=lambda: found.append(trained(source, samples=10**6, seconds=0.3)[0]), daemon=True
    )
    thread.start()
    thread.join(60)

    assert isinstance(found[0], Stopped)
    assert found[0].limit == "time"


def test_the_stop_button_ends_a_training():
    """And the judge's thread with it."""
    with pytest.raises(KeyboardInterrupt):
        trained("def train(loader, seed):\n    next(iter(loader))\n    raise KeyboardInterrupt\n")
