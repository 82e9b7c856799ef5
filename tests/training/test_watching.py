"""Whoever is watched trains as if nobody looked."""

import numpy as np
import pytest

from harness.sandbox.inside.nodes import Caps
from harness.sandbox.inside.train import Lesson
from tests.training.school import (
    DRIVE,
    HONEST,
    TORCH_DRIVE,
    Desk,
    drawn_up,
    module,
    order,
    training,
)
from tests.training.works import HONEST_WORK, SGD, TORCH, edited


RESTLESS = edited(
    ("return x @ self.w", "np.random.random(3); random.random(); return x @ self.w"),
    ("import numpy as np", "import random\nimport numpy as np"),
    (
        "model.step(x, y, 0.5)",
        "model.step(x + 0.3 * np.random.random(x.shape) + 0.1 * random.random(), y, 0.5)",
    ),
    ("    model = Model", "    np.random.seed(seed); random.seed(seed)\n    model = Model"),
)
DROPPING = edited(
    ("def forward(self, x):", "def forward(self, x):\n        self.rng.random(9)"),
    ("rng = np.random.default_rng(seed)\n", "self.rng = rng = np.random.default_rng(seed)\n"),
    ("batches(20):\n", "batches(20):\n            x *= model.rng.random(x.shape) < 0.9\n"),
    source=SGD,
)


def answers(source, every, drive=DRIVE, **fields):
    put, _ = drawn_up(training(samples=1000, **fields))
    desk, made = Desk(put), module(source)
    Lesson(order(put, every), module(drive), vars(made), desk).run(Caps())
    return desk


@pytest.mark.parametrize(
    "source",
    [HONEST, SGD, RESTLESS, DROPPING],
    ids=["one layer", "layers that remember", "global generators", "a generator of its own"],
)
def test_a_training_ends_the_same_whether_it_is_watched_or_not(source):
    """To the last answer, though its model draws numbers whenever it is asked."""
    for text in ("return self.scores(x)", "return self.forward(x)"):
        source = source.replace(f"{text}.argmax(axis=1)", text)
    watched, alone = answers(source, 20), answers(source, 10**9)

    assert (1, 50) == (len(alone.glimpses), len(watched.glimpses))
    assert {(10,)} == {np.shape(answer)[1:] for answer in alone.answers}
    assert all(map(np.array_equal, watched.answers, alone.answers))


def test_pytorch_training_ends_the_same_whether_it_is_watched_or_not():
    """Its generator is put back, and its model stays in training mode."""
    pytest.importorskip("torch")
    source = edited(("nn.ReLU()", "nn.ReLU(), nn.Dropout2d(0.3)"), source=TORCH)
    watched, alone = (answers(source, every, TORCH_DRIVE, form="images") for every in (100, 10**9))

    assert (1, 10) == (len(alone.glimpses), len(watched.glimpses))
    assert all(map(np.array_equal, watched.answers, alone.answers))
    assert 0 == watched.facts["evaluating"] == watched.facts["stale"]
    assert 50 == watched.facts["steps"] == watched.facts["batches"]


def test_the_mode_that_counts_is_the_one_of_the_backward_pass():
    """Whoever looks at some images in evaluation mode after each step trains in the right one."""
    pytest.importorskip("torch")
    source = edited(
        ("            optimizer.zero_grad()", "            model.train(); optimizer.zero_grad()"),
        ("            optimizer.step()", "            optimizer.step(); model.eval(); model(x)"),
        source=TORCH,
    )
    facts = answers(source, 10**9, TORCH_DRIVE, form="images").facts

    assert (50, 0) == (facts["batches"], facts["evaluating"])


def test_hooks_are_gone_when_the_training_is_over():
    """Nothing of ours stays in PyTorch, not even after an exception."""
    torch = pytest.importorskip("torch")
    before = torch.Tensor.backward
    source = edited(("            optimizer.step()", "            1 / 0"), source=TORCH)

    with pytest.raises(ZeroDivisionError):
        answers(source, 100, TORCH_DRIVE, form="images")

    assert before is torch.Tensor.backward
    assert not torch.optim.Optimizer(iter([torch.zeros(1)]), {})._optimizer_step_post_hooks


def test_a_glimpse_tells_scores_where_there_are_some():
    """`predict` gives classes, `forward` the scores behind them."""
    glimpses = answers(SGD, 100).glimpses

    assert {(200, 10)} == {np.shape(value) for _, value in glimpses}
    assert list(range(0, 1000, 100)) == [drawn for drawn, _ in glimpses]


def test_classes_are_enough_for_a_glimpse():
    """A model with `predict` alone."""
    assert {(200,)} == {np.shape(value) for _, value in answers(HONEST, 100).glimpses}


@pytest.mark.parametrize(
    "broken", ["raise ValueError", "return None", "return x", "return x.argmax()", "1 / 0"]
)
def test_a_model_that_cannot_answer_yet_is_let_be(broken):
    """A glimpse that fails is none; the training goes on, and the end is judged."""
    source = edited(
        ("return self.scores(x).argmax(axis=1)",
         f"if not self.ready: {broken}\n        return self.scores(x).argmax(axis=1)"),
        ("self.b = np.zeros(10)", "self.b = np.zeros(10); self.ready = False"),
        ("    return model\n", "    model.ready = True\n    return model\n"),
    )  # fmt: skip
    desk = answers(source, 100)

    assert [] == desk.glimpses
    assert len(desk.answers) == len(desk.lesson.questions)
    assert 1000 == desk.draws.drawn


@pytest.mark.parametrize("what", ["a model in a closure", "a model that can only predict"])
def test_a_model_out_of_sight_is_not_missed(what):
    """What cannot be seen is not watched."""
    source, _ = HONEST_WORK[what]

    assert len(answers(source, 100).answers)


def test_a_preliminary_training_is_not_watched_but_its_samples_come():
    """`before` has a budget and labels of its own, and the training proper all of its own."""
    from harness.sandbox.feed import Draws

    pytest.importorskip("torch")
    put, _ = drawn_up(training(form="images", samples=200, before=300))
    desk, first = Desk(put), Draws(put.before)

    def converse(message):
        if message["kind"] == "draw" and message["feed"] == "before":
            return first.take(message["size"], new=message["new"])
        return desk(message)

    told = {**order(put, 50), "before": 300, "counts": {"feed": 400, "before": 400}}
    Lesson(told, module(TORCH_DRIVE), vars(module(TORCH)), converse).run(Caps())

    assert (300, 200) == (first.drawn, desk.draws.drawn)
    assert [0, 60, 120, 180] == [drawn for drawn, _ in desk.glimpses]
    assert 10 == desk.facts["batches"]
