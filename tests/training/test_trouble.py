"""A training that comes to no end says why, and costs no other exercise anything."""

import pytest

from harness.model import Broken, Missing, Outcome, Raised, Refused, Stopped, Trained
from tests.sandbox.trial import survivors
from tests.training.school import DRIVE, HONEST, attend, attend_all, training
from tests.training.works import edited


LOOP = "        for x, y in loader.batches(20):\n"


def amid(lines: str) -> str:
    """What happens at every batch of an honest training."""
    return edited((LOOP, f"{LOOP}            {lines}\n"))


ENDLESS = {
    "without a word": amid("while True: pass"),
    "asleep": amid("import time; time.sleep(1e6)"),
    "drawing and drawing": amid("while True: loader._fetch(1, True)"),
    "looking and looking": amid(
        "while True: loader._look.__self__._converse("
        "{'kind': 'glimpse', 'value': np.zeros(3), 'drawn': 1})"
    ),
    "slowly, batch by batch": amid("import time; time.sleep(0.09); loader._left += 1000"),
    "while it predicts": edited(
        ("return self.scores(x).argmax(axis=1)", "import time; time.sleep(0.9); return x[:, 0]")
    ),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_an_endless_training_is_stopped_and_the_next_one_is_judged(what):
    """By its safety limit, however busy it is with us."""
    source = ENDLESS[what] + "\nfrom neighbour import train as honest\n"
    drive = DRIVE + (
        b"def second_start(names, **_): return names\n"
        b"def second(thing, model, loader, seed, device): return model['honest'](loader, seed)\n"
        b"def second_predict(model, images): return model.scores(images)\n"
    )
    asked = [training(seconds=1.0), training(drive="second", check="frozen")]
    first, second = attend_all(source, asked, drive=drive, files={"neighbour": HONEST})

    assert isinstance(first.evidence, Stopped)
    assert ("time", ["stopped.time"]) == (first.evidence.limit, first.codes)
    assert 1.0 <= first.evidence.seconds
    assert "1 s" == first.evidence.detail
    assert isinstance(second.evidence, Trained)
    assert 1.0 == second.accuracy
    assert survivors() == []


@pytest.mark.parametrize(
    ("lines", "limit"),
    [
        ("held = [bytes(10**6) for _ in range(10**6)]", "memory"),
        ("import os; os._exit(3)", "exit"),
        ("import sys; sys.exit('done')", "exit"),
        ("import os; os.kill(os.getpid(), 9)", "signal"),
        ("import ctypes; ctypes.string_at(0)", "signal"),
        ("import os; os.closerange(3, 4096)", "protocol"),
        ("for _ in range(100): print('x' * 2**20)", "output"),
    ],
)
def test_a_limit_ends_the_training(lines, limit):
    """It is told by its name, and nothing of it lives on."""
    told = attend(amid(lines), memory_mib=256)

    assert isinstance(told.evidence, Stopped)
    assert (limit, [f"stopped.{limit}"]) == (told.evidence.limit, told.codes)
    assert {"mnist": Outcome.FAILED} == dict(told.verdict.checks)
    assert (None, 0) == (told.accuracy, told.verdict.tuitions[0].runs[0].drawn)
    assert survivors() == []


def test_an_exception_in_mid_training_is_told_with_its_line():
    """The student's own line, not ours."""
    told = attend(amid("model.step(x, y + 10, 0.5)  # here"))

    assert isinstance(told.evidence, Raised)
    assert ("IndexError", ["error.raised"]) == (told.evidence.type, told.codes)
    assert "# here" in told.evidence.trace or "# here" in told.evidence.source
    assert "loader.py" not in told.evidence.trace


def test_an_exception_while_predicting_is_told():
    """After a training that went well."""
    told = attend(edited(("return self.scores(x).argmax(axis=1)", "return x.shape[7]")))

    assert isinstance(told.evidence, Raised)
    assert "IndexError" == told.evidence.type


def test_a_starter_is_unfinished():
    """No mistake, no accuracy: just not there yet."""
    told = attend("def train(loader, seed):\n    raise NotImplementedError\n")

    assert ["unfinished.starter"] == told.codes


def test_a_missing_function_is_told_by_name():
    """With what lies near it."""
    told = attend(HONEST.replace("def train(", "def trane("))

    assert isinstance(told.evidence, Missing)
    assert ["missing.name"] == told.codes
    assert ("trane",) == told.evidence.near


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ("self.scores(x).argmax(axis=0)", "int64 [10]"),
        ("self.scores(x).argmax(axis=1)[:, None]", "int64 [{0}, 1]"),
        ("np.zeros((len(x), 5000))", "float64 [{0}, 5000]"),
        ("self.scores(x)[:, :, None]", "float64 [{0}, 10, 1]"),
        ("self.scores(x).argmax()", "int64"),
        ("list(self.scores(x).argmax(axis=1))", "list"),
        ("None", "None"),
        ("self.scores(x).argmax(axis=1) + 0j", "complex128 [{0}]"),
    ],
)
def test_answers_of_another_shape_are_refused_with_what_was_seen(answer, seen):
    """One answer for each image, or a row of scores."""
    told = attend(edited(("self.scores(x).argmax(axis=1)", answer)))

    assert isinstance(told.evidence, Refused)
    assert ["refused.answer"] == told.codes
    count = told.evidence.reason.split()[0]
    assert f"{count} answers for {count} samples were expected" == told.evidence.reason
    assert seen.format(count) in told.evidence.seen


def test_a_model_that_is_not_returned_is_told():
    """The commonest slip of all."""
    told = attend(edited(("    return model\n", "")))

    assert isinstance(told.evidence, Refused)
    assert "no model was returned" == told.evidence.reason


def test_a_fork_in_mid_training_has_no_say():
    """Both go on; the child is gone at its next batch, and the parent's training counts."""
    told = attend(edited(("    while loader", "    import os\n    os.fork()\n    while loader")))

    assert isinstance(told.evidence, Trained)
    assert (1.0, 4000) == (told.accuracy, told.evidence.drawn)
    assert survivors() == []


def test_printing_is_kept_to_a_measure_and_costs_nothing():
    """A line for each batch, and a flood of a megabyte."""
    told = attend(amid("print('loss', 1.0); print('x' * 5000)"))

    assert isinstance(told.evidence, Trained)
    assert [] == told.codes
    assert 64 * 1024 <= len(told.said) < 70 * 1024
    assert "more bytes" in told.said


@pytest.mark.parametrize("name", ["train", "train_predict", "train_frozen"])
def test_a_drive_without_its_functions_is_our_fault(name):
    """Void, and never the student's zero."""
    drive = (DRIVE + b"def train_frozen(model): return []\n").replace(
        f"def {name}(".encode(), b"def other("
    )
    told = attend(HONEST, training(frozen="frozen"), drive=drive)

    assert isinstance(told.evidence, Broken)
    assert {Outcome.VOID} == set(told.verdict.checks.values())
    assert name in told.evidence.reason


def test_a_submission_that_does_not_load_is_not_trained():
    """What it raised is told where it was loaded."""
    told = attend("import nowhere_to_be_found\n")

    assert isinstance(told.evidence, Missing)
    assert Outcome.FAILED is told.verdict.checks["mnist"]


def test_a_worker_that_is_lost_is_replaced_and_the_training_begun_anew():
    """A sandbox that breaks is ours: once it may, twice is void."""
    from harness.model import Fault
    from harness.sandbox.process import ProcessSandbox, begin
    from harness.sandbox.session import WorkerSession
    from tests.training.school import assignment, drawn_up, submission

    def session(fails: int):
        starts = []

        def start():
            starts.append(1)
            if 1 < len(starts) <= 1 + fails:
                raise Fault("no room")
            return begin(assignment().limits)

        return WorkerSession(start, submission(HONEST), assignment())

    put, _ = drawn_up(training())
    found = []
    for fails in (1, 9):
        one = session(fails)
        found.append(one.train(put))
        one.close()

    assert [Trained, Broken] == [type(one) for one in found]
    assert ProcessSandbox.name == "process"


def test_a_model_need_not_answer_about_pixels_that_were_never_promised():
    """What is asked for the diagnosis alone may fail, and costs nothing."""
    picky = edited(
        (
            "def predict(self, x):",
            "def predict(self, x):\n        assert 0 <= x.min() <= x.max() <= 1",
        )
    )
    told = attend(picky)

    assert isinstance(told.evidence, Trained)
    assert ((), [], 1) == (told.evidence.views, told.codes, told.share)
