"""assignment.toml is read key by key, and every complaint says file, key and remedy."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from harness import ask
from harness.model import CourseError, UsageError


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def made(tmp_path):
    """A course with a copy of `activations`, whose toml can be edited; it uses our reference."""
    for folder in ("reference", "reports"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    target = tmp_path / "assignments" / "activations"
    target.mkdir(parents=True)
    for name in ("assignment.toml", "drive.py"):
        shutil.copy(ROOT / "assignments" / "activations" / name, target)
    return tmp_path


def edit(root: Path, old: str, new: str) -> None:
    file = root / "assignments" / "activations" / "assignment.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def complaint(root: Path) -> str:
    with pytest.raises(CourseError) as caught:
        ask.read(ask.find(root), "activations")
    return str(caught.value).replace(str(root), "")


def test_the_course_is_read(made):
    """Points are exact, every exercise knows its oracle."""
    assignment = ask.read(ask.find(made), "activations")

    assert "activations" == assignment.slug
    assert sum((e.points for e in assignment.exercises), Fraction(0)) == assignment.points
    assert {"relu", "softmax_backward"} <= {e.name for e in assignment.exercises}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "relu"', 'nmae = "relu"', 'unknown key "nmae". Did you mean "name"?'),
        ('slug = "activations"', 'slug = "other"', '"slug" is "other", but the folder is called'),
        ("points = ", "points = -", "expected a number above 0"),
        ("points = ", "poinst = ", 'unknown key "poinst". Did you mean "points"?'),
        (
            'oracle = "reference.relu"',
            'oracle = "reference.rely"',
            'Did you mean "reference.relu"?',
        ),
        ('public = ["', 'public = ["ordinari", "', '"ordinari". Did you mean "ordinary"?'),
        ("[checks]", "[cheks]", 'unknown key "cheks". Did you mean "checks"?'),
        ("value = ", "value = 0 #", '"value" needs a weight above 0'),
        ("stability = ", "stabilty = ", 'unknown key "stabilty". Did you mean "stability"?'),
        ("dtype = ", "dtype = -", "a weight is 0 or more"),
        ("seconds = ", 'seconds = "five" #', "expected a number"),
        ('without = ["', 'without = [3, "', "holds 3; expected strings only"),
        ("[limits]", "[limits", "this is not TOML"),
        ('name = "relu"', 'name = "rel u"', "expected the Python name"),
        ('name = "sigmoid"', 'name = "relu"', "which an exercise asks about"),
        ("title = ", 'titel = "x" #', 'unknown key "titel". Did you mean "title"?'),
    ],
)
def test_a_slip_is_told_with_file_and_key(made, old, new, said):
    """File first, then what is wrong there, then a guess at what was meant."""
    edit(made, old, new)

    text = complaint(made)

    assert text.startswith("/assignments/activations/assignment.toml") or "reference" in text
    assert said in text


def test_an_unknown_assignment_gets_a_guess(made):
    """A typing error on the command line is not a lecture."""
    with pytest.raises(
        UsageError, match=r'no assignment "activation" .* Did you mean "activations"\?'
    ):
        ask.read(ask.find(made), "activation")


def test_a_folder_that_is_no_course_says_what_is_missing(tmp_path):
    """The three folders are named."""
    with pytest.raises(UsageError, match="no folder assignments and no folder reference"):
        ask.find(tmp_path)


def test_a_drive_that_forgets_an_exercise_is_refused(made):
    """Otherwise its questions could never be put."""
    (made / "assignments" / "activations" / "drive.py").write_text(
        "def relu(relu, x): return relu(x)\n"
    )

    with pytest.raises(CourseError, match='defines no function "sigmoid"'):
        ask.drives(ask.read(ask.find(made), "activations"))


def test_what_decides_a_grade_decides_the_digest(made):
    """A changed weight or drive makes a new digest; a changed handout does not."""
    before = ask.read(ask.find(made), "activations").digest
    (made / "assignments" / "activations" / "handout.en.md").write_text("new words")
    same = ask.read(ask.find(made), "activations").digest
    edit(made, "stability = 2", "stability = 3")

    assert before == same
    assert before != ask.read(ask.find(made), "activations").digest


def test_every_question_has_both_languages(course):
    """No student is asked in a language that they did not choose."""
    for slug in course.slugs:
        assignment = ask.read(course, slug)
        words = ask.texts(assignment, ask.oracles(assignment, course).values())

        assert {} == {k: t for k, t in words.items() if not (t.get("en") and t.get("zh"))}
