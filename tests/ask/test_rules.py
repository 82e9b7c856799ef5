"""overrides.toml is read exactly, and whatever cannot be is refused with its place."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from harness import ask
from harness.model import CourseError


ASSIGNMENT = ask.read(ask.Course(Path(__file__).resolve().parents[2]), "activations")
WHOLE = """
[late]
due = 2026-10-01T23:59:00+08:00
grace_minutes = 15
percent_per_day = 12.5
cap = 60
of = "score"
unknown_days = 1

[[extension]]
student = "20230001"
days = 1.5
reason = "ill 生病"

[[override]]
student = "wang_101"
exercise = "relu"
points = "25/4"
reason = "the handout was unclear"

[[override]]
student = "li_102"
points = 80
reason = "graded on paper"
"""


def read(tmp_path, text):
    file = tmp_path / "overrides.toml"
    file.write_text(text, "utf-8")
    return ask.rules(file, ASSIGNMENT)


def test_a_whole_file_is_read_exactly(tmp_path):
    """12.5 is 25/2 and no float."""
    rules = read(tmp_path, WHOLE)

    assert rules.late is not None
    assert rules.late.percent_per_day == Fraction(25, 2)
    assert rules.late.grace == timedelta(minutes=15)
    assert (rules.late.cap, rules.late.of, rules.late.unknown_days) == (60, "score", 1)
    assert rules.late.due.utcoffset() == timedelta(hours=8)
    assert rules.extensions[0].days == Fraction(3, 2)
    assert [(one.exercise, one.points) for one in rules.overrides] == [
        ("relu", Fraction(25, 4)),
        (None, 80),
    ]


def test_an_empty_file_decides_nothing(tmp_path):
    """And says so."""
    assert read(tmp_path, "").silent


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('exercise = "relu"', 'exercise = "rleu"', 'override 1 "wang_101".*Did you mean "relu"'),
        ('points = "25/4"', "points = 9", r'"points" is 9; expected 0 to 8'),
        ('points = "25/4"', "points = -1", r'"points" is -1; expected 0 to 8'),
        ('points = "25/4"', 'points = "a lot"', "expected a number"),
        ('points = "25/4"', "points = true", "expected a number"),
        ('points = "25/4"', "points = nan", "is no number to reckon with"),
        ('points = "25/4"', "", '"points" is missing'),
        ("points = 80", "points = 100.5", "expected 0 to 100"),
        ('reason = "graded on paper"', 'reason = " "', '"reason" is empty'),
        ('reason = "graded on paper"', "", '"reason" is missing'),
        ("days = 1.5", "", 'either "days"'),
        ("days = 1.5", "days = 1\ndue = 2026-10-05T00:00:00Z", 'either "days"'),
        ("2026-10-01T23:59:00+08:00", "2026-10-01T23:59:00", "with its offset"),
        ("2026-10-01T23:59:00+08:00", '"tomorrow"', "with its offset"),
        ("percent_per_day = 12.5", "", '"percent_per_day" is missing'),
        ("percent_per_day = 12.5", "percent_per_day = 101", "expected 0 to 100"),
        ('of = "score"', 'of = "sum"', 'expected "points"'),
        ("cap = 60", "capp = 60", 'Did you mean "cap"'),
        ("[[extension]]", "[extension]", "a list"),
        ("[late]", "[late", "this is not TOML"),
    ],
)
def test_a_slip_is_named_with_its_place(tmp_path, old, new, said):
    """File, table, key, and what was expected."""
    assert old in WHOLE

    with pytest.raises(CourseError, match=rf"overrides\.toml: .*{said}"):
        read(tmp_path, WHOLE.replace(old, new, 1))


def test_a_file_that_is_not_there_is_told(tmp_path):
    """It was named on the command line."""
    with pytest.raises(CourseError, match="cannot be read"):
        ask.rules(tmp_path / "none.toml", ASSIGNMENT)
