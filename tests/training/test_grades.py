"""Trainings in a grade: points, what is kept of them, and what is nobody's fault."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from harness import ask
from harness.grade.one import Grader
from harness.grade.teaching import Teaching
from harness.model import Calibration, Fault, Outcome, Point, Status
from harness.report import curve
from harness.sandbox.process import ProcessSandbox
from harness.sandbox.teach import GLIMPSES
from harness.store import Key, Ledger
from tests.conftest import ROOT
from tests.training.school import DRIVE, HONEST, IMAGES, images, submission
from tests.training.works import SGD, SICK, edited


TOML = """
slug = "school"
title = "School"
limits = { seconds = 20 }
checks = { value = 1, mnist = 3, digits = 1, frozen = 1 }

[[exercise]]
name = "train"
points = 40
[[exercise.training]]
check = "mnist"
drive = "train"
data = "mnist"
form = "flat"
samples = 4_000
passing = 0.8
full = 0.9
seconds = 60
slice = { samples = 4_000, passing = 0.8, full = 0.9, seconds = 60 }

[[exercise]]
name = "tune"
points = 20
[[exercise.training]]
check = "digits"
drive = "tune"
data = "mnist"
form = "flat"
samples = 2_000
before = 1_000
frozen = "frozen"
passing = 0.8
full = 0.9
seconds = 60
slice = { samples = 2_000, passing = 0.8, full = 0.9, seconds = 60 }
"""
TUNING = (
    DRIVE
    + b"""
def tune_start(names, seed, device, data, before):
    return names["prepare"](before, seed)

def tune(thing, model, loader, seed, device):
    return thing(model, loader, seed)

def tune_predict(model, images):
    return model.predict(images)

def tune_frozen(model):
    return [model.w[0], model.b[0]]
"""
)
TUNE = (
    SGD
    + """
def prepare(loader, seed):
    model = train(loader, seed)
    print("before", loader.count, loader.remaining)
    return model

def tune(model, loader, seed):
    while loader.remaining > 0:
        for x, y in loader.batches(10):
            for p, g in list(zip(model.parameters(), gradient(model, x, y)))[2:]:
                p -= 0.2 * g
    return model
"""
)


@pytest.fixture(scope="module")
def assignment(tmp_path_factory):
    """An assignment with a training, and with one that builds on another."""
    root = tmp_path_factory.mktemp("course")
    for folder in ("reference", "reports"):
        (root / folder).symlink_to(ROOT / folder)
    folder = root / "assignments" / "school"
    folder.mkdir(parents=True)
    (folder / "drive.py").write_bytes(TUNING)
    (folder / "assignment.toml").write_text(TOML)
    return ask.read(ask.Course(root), "school")


@pytest.fixture
def grader(assignment, course):
    """Makes graders of one exercise on a small set."""

    def made(*, only="train", load=lambda _: IMAGES, secret=b"secret") -> Grader:
        grader = Grader(course, assignment, ProcessSandbox(), secret, only=[only])
        grader.__dict__["teaching"] = Teaching(assignment, load)
        return grader

    return made


def test_right_work_has_all_points(grader):
    """Exactly, with one run, and what there is to tell of it."""
    grade = grader().grade(submission(HONEST))
    (exercise,) = grade.exercises
    (told,) = exercise.tuitions

    assert (40, 40, Status.GRADED) == (grade.score, exercise.max_score, grade.status)
    assert [("mnist", Outcome.PASSED)] == [(c.name, c.outcome) for c in exercise.checks]
    assert (1, 4000, 4000) == (len(told.runs), told.samples, told.runs[0].drawn)
    assert (True, "mnist", "cpu", 0.8, 0.9) == (
        told.slice, told.data, told.device, told.passing, told.full,
    )  # fmt: skip
    assert told.low < told.accuracy <= told.high
    assert 200 == sum(map(sum, told.confusion))
    assert len(told.runs[0].curve) == GLIMPSES


def test_a_regrade_is_the_same_grade(grader):
    """Same seed, same training, same curve; only the time it took differs."""
    one, two = (grader().grade(submission(SICK["one pass"][1])) for _ in range(2))

    def plain(grade):
        return [
            [
                replace(t, runs=tuple(replace(run, seconds=0.0) for run in t.runs))
                for t in e.tuitions
            ]
            for e in grade.exercises
        ]

    assert one.score == two.score
    assert one.seed == two.seed
    assert plain(one) == plain(two)
    assert [e.findings for e in one.exercises] == [e.findings for e in two.exercises]


HARD = images(noise=185, test=500)


def test_between_the_thresholds_points_are_linear(grader):
    """The median of three or five runs decides, and every one of them is told."""
    gentle = edited(("y, 0.5)", "y, 0.1)"))
    grade = grader(load=lambda _: HARD).grade(submission(gentle))
    (check,), (told,) = grade.exercises[0].checks, grade.exercises[0].tuitions
    middle = sorted(Fraction(run.accuracy).limit_denominator(1000) for run in told.runs)[
        len(told.runs) // 2
    ]

    assert len(told.runs) in {3, 5}
    assert len({run.seed for run in told.runs}) == len(told.runs)
    assert float(middle) == told.accuracy
    assert Outcome.PARTIAL is check.outcome
    assert 40 * (Fraction(told.counted).limit_denominator(1000) - Fraction(8, 10)) * 10 == (
        check.score
    )
    assert 0 < check.score < 40


def unlucky(counter, runs: set[int]) -> str:
    """Work near a threshold that raises in these of its runs, counted from one."""
    return (
        edited(("y, 0.5)", "y, 0.1)"))
        + f"""
_train = train
def train(loader, seed):
    with open({str(counter)!r}, "a+") as counter:
        counter.write("|")
        counter.seek(0)
        if len(counter.read()) in {runs}:
            raise ArithmeticError("bad luck")
    return _train(loader, seed)
"""
    )


def test_a_later_run_that_ends_early_counts_as_nothing_learned(grader, tmp_path):
    """It costs what the median loses by it, and is told."""
    grade = grader(load=lambda _: HARD).grade(submission(unlucky(tmp_path / "runs", {2})))
    (exercise,) = grade.exercises
    (told,) = exercise.tuitions
    reached = [0.0 if run.accuracy is None else run.accuracy for run in told.runs]

    assert [run.accuracy is None for run in told.runs][:3] == [False, True, False]
    assert sorted(reached)[len(reached) // 2] == told.accuracy
    assert 0 < grade.score < 40
    assert "error.raised" == exercise.findings[0].code
    drawn = curve.accuracy(told).lines
    assert [n for n, run in enumerate(told.runs) if run.accuracy is not None] == [
        line.run for line in drawn
    ]


@pytest.mark.parametrize(("which", "count"), [({1}, 1), ({2, 3}, 3)])
def test_the_first_run_and_most_runs_have_to_end(grader, tmp_path, which, count):
    """Nothing makes up for them, and nobody trains more than is needed to know it."""
    grade = grader(load=lambda _: HARD).grade(submission(unlucky(tmp_path / "runs", which)))
    (exercise,) = grade.exercises

    assert (0, count) == (grade.score, len(exercise.tuitions[0].runs))
    assert ["error.raised"] == [finding.code for finding in exercise.findings]


def test_whoever_trains_badly_now_and_then_gains_nothing(grader, tmp_path):
    """A doubt is decided for the student where there is one, not where one is made."""
    source = edited(("y, 0.5)", "y, 0.1)")) + f"""
_train = train
def train(loader, seed):
    with open({str(tmp_path / "runs")!r}, "a+") as counter:
        counter.write("|")
        counter.seek(0)
        lazy = len(counter.read()) in (2, 4)
    return Model(np.random.default_rng(seed)) if lazy else _train(loader, seed)
"""  # fmt: skip
    (exercise,) = grader(load=lambda _: HARD).grade(submission(source)).exercises
    (told,) = exercise.tuitions

    assert 5 == len(told.runs)
    assert told.accuracy < told.full < told.high
    assert told.counted == told.accuracy


def test_without_a_secret_one_run_has_to_do(grader):
    """Whoever checks himself wants to know where he stands, not to wait."""
    gentle = edited(("y, 0.5)", "y, 0.1)"))
    grade = grader(load=lambda _: HARD, secret=None).grade(submission(gentle))

    assert 1 == len(grade.exercises[0].tuitions[0].runs)


@pytest.mark.parametrize("what", ["a softmax that overflows", "steps too long", "nothing is drawn"])
def test_what_is_told_of_a_training_survives_the_ledger(grader, tmp_path, what):
    """NaN and infinity on the way included; and it is JSON by the rules, without NaN."""
    grade = grader().grade(submission(SICK[what][1]))
    ledger = Ledger(tmp_path / "ledger.sqlite", "school")
    key = Key(assignment="a", submission="s", seed="x", name="n")
    ledger.put(key, grade)

    assert grade == ledger.find(key)
    text = bytes(ledger._one("select grade from grades", ())[0])
    json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    ledger.close()


def test_a_curve_says_where_scores_were_lost(grader):
    """No loss, and not finite: a hole that a report can show."""
    grade = grader().grade(submission(SICK["a softmax that overflows"][1]))
    points: list[Point] = list(grade.exercises[0].tuitions[0].runs[0].curve)

    assert points[0].finite
    assert not points[-1].finite
    assert points[-1].loss is None


def test_data_that_cannot_be_had_is_nobodys_fault(grader):
    """Void, with the reason."""

    def load(name):
        raise Fault(f"{name}: the disk is full")

    grade = grader(load=load).grade(submission(HONEST))

    assert (Status.VOID, 0) == (grade.status, grade.score)
    assert {Outcome.VOID} == {exercise.outcome for exercise in grade.exercises}
    assert "the disk is full" in grade.exercises[0].findings[0].message.params["reason"]


def test_data_is_read_once(grader):
    """However many submissions are trained on it."""
    read = []
    one = grader(load=lambda name: read.append(name) or IMAGES)
    one.grade(submission(HONEST))
    one.grade(submission(SICK["nothing is drawn"][1]))

    assert ["mnist"] == read


def test_what_stays_frozen_has_its_points(grader):
    """The preliminary training came first, and had its own budget."""
    grade = grader(only="tune").grade(submission(TUNE))
    checks = {check.name: check.score for check in grade.exercises[0].checks}

    assert {"digits": 10, "frozen": 10} == checks
    assert () == grade.exercises[0].findings


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (("gradient(model, x, y)))[2:]", "gradient(model, x, y)))"), "training.frozen"),
        (("p -= 0.2 * g\n    return model", "pass\n    return model"), "training.nothing_learned"),
    ],
)  # fmt: skip
def test_what_was_to_stay_and_what_was_to_change(grader, edit, code):
    """Touched weights and an untouched model both lose the training and its check."""
    grade = grader(only="tune").grade(submission(edited(edit, source=TUNE)))
    checks = {check.name: check.outcome for check in grade.exercises[0].checks}

    assert [code] == [finding.code for finding in grade.exercises[0].findings]
    assert {"digits": Outcome.BLOCKED, "frozen": Outcome.FAILED} == checks
    assert 0 == grade.score


def test_nothing_said_of_what_was_frozen_is_no_point(grader):
    """Whoever makes the watch silent has not shown that anything stayed."""
    silent = edited(
        (
            "def tune(model, loader, seed):\n",
            """\
def tune(model, loader, seed):
    loader._look.__self__._watch.frozen = lambda *_: None
""",
        ),
        source=TUNE,
    )  # fmt: skip
    grade = grader(only="tune").grade(submission(silent))

    assert 0 == grade.score
    assert ["training.frozen"] == [finding.code for finding in grade.exercises[0].findings]


def test_one_exercise_that_cannot_train_costs_no_other(assignment, course):
    """Endless here, all points there."""
    source = edited(
        ("    model = MLP((64, 32, 10), seed)\n",
         "    model = MLP((64, 32, 10), seed)\n    while loader.remaining > 3000: pass\n"),
        source=TUNE,
    )  # fmt: skip
    whole = Grader(course, assignment, ProcessSandbox(), b"secret")
    trainings = [e.trainings[0] for e in assignment.exercises]
    short = replace(trainings[0], slice=replace(trainings[0].slice, seconds=1.0))
    exercises = (replace(assignment.exercises[0], trainings=(short,)), assignment.exercises[1])
    whole.assignment = replace(assignment, exercises=exercises)
    whole.__dict__["teaching"] = Teaching(whole.assignment, lambda _: IMAGES)
    grade = whole.grade(submission(source))

    assert [0, 20] == [exercise.score for exercise in grade.exercises]
    assert ["stopped.time"] == [f.code for f in grade.exercises[0].findings]
    assert Status.GRADED is grade.status


def test_a_broken_submission_is_graded_with_its_reason(grader):
    """A slip of syntax: no training, no points, and the line."""
    grade = grader().grade(submission(HONEST + "\nif True print()\n"))

    assert (Status.GRADED, 0) == (grade.status, grade.score)
    assert "SyntaxError" in str([f.message.params for f in grade.findings])


def test_what_is_too_good_is_told_to_a_person_and_costs_nothing(grader, monkeypatch):
    """Weights that were brought along and then renumbered: known from a hundred images."""
    brought = """
import numpy as np
rng = np.random.default_rng(7)
patterns = (rng.integers(0, 2, (10, 8, 8)) * 120.0).reshape(10, 64) / 255 + 60 / 255
near = lambda x: ((x[:, None] - patterns) ** 2).sum(axis=2).argmin(axis=1)
def train(loader, seed):
    counts = np.zeros((10, 10))
    while loader.remaining > 0:
        for x, y in loader: np.add.at(counts, (near(x), y), 1)
    class Renumbered:
        predict = staticmethod(lambda x: counts.argmax(axis=1)[near(x)])
    return Renumbered
"""
    known = Calibration(mean=0.7, deviation=0.01, runs=5, samples=4000, pace=1.0, canary=0.4)
    monkeypatch.setattr(Teaching, "_calibrated", lambda *_: known)
    grade = grader().grade(submission(brought))
    (finding,) = grade.exercises[0].findings

    assert (40, "training.suspicious", False) == (grade.score, finding.code, finding.costs)
    assert {"got": "100", "known": "70", "canary": "100", "usual": "40"} == dict(
        finding.message.params
    )
