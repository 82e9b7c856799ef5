"""[[exercise.training]] is read key by key, and every complaint says file, key and remedy."""

import json
from fractions import Fraction

import pytest

from harness import ask
from harness.ask.calibration import FILE, calibrations, keep
from harness.model import Budget, CourseError
from tests.conftest import ROOT
from tests.training.school import DRIVE


TOML = """
slug = "school"
title = "School"
checks = { value = 1, mnist = 2, cifar10 = 3, frozen = 1 }

[[exercise]]
name = "train"
points = 40
[[exercise.training]]
check = "mnist"
drive = "train"
data = "mnist"
form = "flat"
samples = 300_000
passing = 0.95
full = 0.97
seconds = 900
slice = { samples = 60_000, passing = 0.88, full = 0.93, seconds = 120 }
frozen = "frozen"
before = 5_000
[[exercise.training]]
check = "cifar10"
drive = "train"
data = "cifar10"
form = "images"
samples = 70_000
passing = 0.5
full = 0.65
seconds = 900.5
slice = { samples = 7_000, passing = 0.3, full = 0.4, seconds = 120 }
"""


@pytest.fixture
def made(tmp_path):
    """A course of one assignment that trains."""
    for folder in ("reference", "reports"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    folder = tmp_path / "assignments" / "school"
    folder.mkdir(parents=True)
    (folder / "drive.py").write_bytes(DRIVE + b"def train_frozen(model): return []\n")
    (folder / "assignment.toml").write_text(TOML)
    return tmp_path


def read(root, text=TOML):
    (root / "assignments" / "school" / "assignment.toml").write_text(text)
    return ask.read(ask.find(root), "school")


def test_trainings_are_read_with_exact_thresholds(made):
    """Both budgets, in the order of the file."""
    exercise = read(made).exercises[0]
    first, second = exercise.trainings

    assert exercise.oracle is None
    assert Budget(
        samples=300_000, passing=Fraction(95, 100), full=Fraction(97, 100), seconds=900.0
    ) == first.budget(sliced=False)
    assert Budget(
        samples=60_000, passing=Fraction(88, 100), full=Fraction(93, 100), seconds=120.0
    ) == first.budget(sliced=True)
    assert ("frozen", 5000, "flat") == (first.frozen, first.before, first.form)
    assert (None, 0, "images") == (second.frozen, second.before, second.form)


def test_a_training_on_what_is_made_needs_no_slice(made):
    """All of it is always here; a slice of images may not be forgotten."""
    slice_ = "slice = { samples = 7_000, passing = 0.3, full = 0.4, seconds = 120 }\n"
    text = TOML.replace(slice_, "").replace('form = "images"', 'form = "trees"')
    trees = read(made, text).exercises[0].trainings[1]

    assert trees.budget(sliced=False) == trees.budget(sliced=True) == trees.whole
    assert 70_000 == trees.whole.samples


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('form = "flat"', 'from = "flat"', 'unknown key "from". Did you mean "form"?'),
        ('form = "flat"', 'form = "rows"', 'is "rows"; expected one of: flat, images, trees, '),
        ('form = "flat"\n', "", 'the key "form" is missing. It is a string.'),
        ('drive = "train"', 'drive = "my train"', "expected the name of a function of drive.py"),
        ('drive = "train"\n', "", 'the key "drive" is missing'),
        ('data = "mnist"\n', "", 'the key "data" is missing'),
        ('check = "mnist"\n', "", 'the key "check" is missing'),
        ('check = "mnist"', 'check = "digits"', 'the check "digits", to which [checks] gives no'),
        ('check = "mnist"', 'check = "cifar10"', 'two trainings decide the check "cifar10"'),
        ('check = "mnist"', 'check = "frozen"', 'two trainings decide the check "frozen"'),
        ("samples = 300_000\n", "", 'the key "samples" is missing. It is a whole number.'),
        ("samples = 300_000", "samples = 0", '"samples" is 0; expected a whole number above 0.'),
        ("samples = 300_000", "samples = 0.5", '"samples" is 0.5; expected a whole number.'),
        ("samples = 300_000", "samples = inf", '"samples" is inf; expected a whole number.'),
        ("samples = 60_000", "sampels = 6", 'slice: unknown key "sampels". Did you mean "samp'),
        ("samples = 60_000, ", "", 'slice: the key "samples" is missing'),
        ("before = 5_000", "before = -1", '"before" is -1; expected a whole number above 0.'),
        ("before = 5_000", "before = 0.5", '"before" is 0.5; expected a whole number.'),
        ("passing = 0.95", "passing = 95", '"passing" is 95.0; an accuracy is above 0 and at most'),
        ("passing = 0.95", "passing = 0", '"passing" is 0.0; an accuracy is above 0'),
        ("passing = 0.95", "passing = nan", '"passing" is nan; an accuracy is above 0'),
        ("passing = 0.95", 'passing = "95 %"', "\"passing\" is '95 %'; expected a number."),
        ("passing = 0.95", "passing = 0.97", '"passing" is 0.97; expected less than "full", 0.97'),
        ("passing = 0.88", "passing = 0.94", 'slice: "passing" is 0.94; expected less than'),
        ("seconds = 900\n", "", 'the key "seconds" is missing. It is a number.'),
        ("seconds = 900\n", "seconds = -1\n", '"seconds" is -1.0; expected a number above 0.'),
        (
            "slice = { samples = 60_000, passing = 0.88, full = 0.93, seconds = 120 }\n", "",
            'the key "slice" is missing. It is a table.',
        ),
        ('frozen = "frozen"', 'again = "mnist"', 'two trainings decide the check "mnist"'),
        ('frozen = "frozen"', 'again = "seed"', 'the check "seed", to which [checks] gives no'),
        ('frozen = "frozen"', "frozen = true", '"frozen" is True; expected a string.'),
        ("mnist = 2, cifar10 = 3, frozen = 1", "mnist = 0, cifar10 = 0, frozen = 0", "weighs 0"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_file_and_key(made, old, new, said):
    """The file, the exercise and the training, the key, and what would be right."""
    assert old in TOML
    with pytest.raises(CourseError) as caught:
        read(made, TOML.replace(old, new, 1))
    text = str(caught.value).replace(str(made), "")

    assert text.startswith('/assignments/school/assignment.toml: exercise "train"')
    assert said in text


def test_a_table_where_a_list_is_meant_is_told(made):
    """[exercise.training] has one pair of brackets too few."""
    one = TOML.split("[[exercise.training]]")
    text = f"{one[0]}[exercise.training]{one[1]}"

    with pytest.raises(CourseError, match=r'exercise "train": "training" is .*; expected a list'):
        read(made, text)


def test_something_has_to_be_asked(made):
    """Neither an oracle nor a training is no exercise."""
    with pytest.raises(CourseError, match='the key "oracle" is missing: nothing is asked'):
        read(made, TOML.partition("[[exercise.training]]")[0])


def test_a_training_and_an_oracle_decide_different_checks(made):
    """Or one of the two verdicts would be lost."""
    oracle = 'name = "relu"\noracle = "reference.relu"'
    text = (
        TOML.replace('name = "train"', oracle)
        .replace(
            "checks = { value = 1,", "checks = { value = 1, stability = 1, edges = 1, layout = 1,"
        )
        .replace('check = "mnist"', 'check = "value"')
    )

    with pytest.raises(CourseError, match=r'a training and reference.relu both decide .* "value"'):
        read(made, text)


@pytest.mark.parametrize("name", ["train", "train_predict", "train_frozen"])
def test_a_drive_that_forgets_a_function_of_a_training_is_refused(made, name):
    """Otherwise no submission could be trained, or nobody would see what was frozen."""
    drive = made / "assignments" / "school" / "drive.py"
    drive.write_text(drive.read_text().replace(f"def {name}(", "def other("))

    with pytest.raises(CourseError, match=f'defines no function "{name}" to ask train'):
        ask.drives(read(made))


ROW = {
    "training": "train/mnist",
    "data": "d" * 64,
    "samples": 300_000,
    "reference": {"mean": 0.97, "deviation": 0.001, "runs": 5, "canary": 0.7},
    "pace": 0.02,
}


def test_a_calibration_is_written_and_read_again(made):
    """By training and digest of the data; a new row takes the place of an old one."""
    school = read(made)
    keep(school, [ROW, {**ROW, "data": "other"}])
    keep(school, [{**ROW, "reference": {**ROW["reference"], "mean": 0.98}}])
    found = calibrations(school)

    assert {("train/mnist", "d" * 64), ("train/mnist", "other")} == set(found)
    assert (0.98, 0.97) == (found["train/mnist", "d" * 64].mean, found["train/mnist", "other"].mean)


def test_without_a_calibration_nothing_is_known(made):
    """It is no fault to have none."""
    assert {} == calibrations(read(made))


@pytest.mark.parametrize(
    "text",
    [
        "no JSON", "[]", '{"rows": 1}', '{"rows": [{}]}',
        json.dumps({"rows": [{**ROW, "reference": {"mean": 1.0}}]}),
        json.dumps({"rows": [{**ROW, "reference": {**ROW["reference"], "mean": "0.97"}}]}),
        json.dumps({"rows": [{**ROW, "reference": {**ROW["reference"], "mean": float("nan")}}]}),
        json.dumps({"rows": [{**ROW, "reference": {**ROW["reference"], "deviation": -1.0}}]}),
        json.dumps({"rows": [{**ROW, "pace": 0}]}),
        json.dumps({"rows": [{**ROW, "samples": None}]}),
    ],
)  # fmt: skip
def test_a_broken_calibration_is_told_with_its_remedy(made, text):
    """The file and the command that makes it anew."""
    school = read(made)
    (school.folder / FILE).write_text(text)

    with pytest.raises(
        CourseError, match=r"calibration.json: .* Remove it .* harness calibrate school"
    ):
        calibrations(school)
