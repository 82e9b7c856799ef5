"""The ledger finds a grade again by what it was made from, whole or not at all."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from fractions import Fraction

import pytest

from harness.model import Adjustment, Fault, Finding, Grade, Message, Status, UsageError
from harness.store import Key, Ledger, graded


KEY = Key(assignment="a1", submission="s1", seed="x", name='王小明, "=cmd"')
GRADE = Grade(
    assignment="activations",
    submission=KEY.name,
    label="w",
    digest="s1",
    status=Status.GRADED,
    isolation="process",
    score=Fraction(25, 3),
    max_score=Fraction(10),
    exercises=(),
    findings=(
        Finding(
            code="c", kind="value", message=Message(id="c", params={"n": 1, "x": 0.5, "z": None})
        ),
    ),
    said="\u202e\x00",
    seconds=0.25,
    seed="x",
    versions={"numpy": "2"},
)


@pytest.fixture
def ledger(tmp_path):
    made = Ledger(tmp_path / "ledger.sqlite", "activations")
    yield made
    made.close()


def test_a_grade_comes_back_exactly(ledger):
    """Fractions, None and odd characters survive."""
    ledger.put(KEY, GRADE)

    assert GRADE == ledger.find(KEY)


@pytest.mark.parametrize("part", ["assignment", "submission", "seed", "name"])
def test_whatever_changes_asks_for_a_new_grade(ledger, part):
    """Other work, other questions, another course or another student."""
    ledger.put(KEY, GRADE)

    assert ledger.find(replace(KEY, **{part: "other"})) is None


def test_a_second_grade_replaces_the_first(ledger):
    """Nobody is in the gradebook twice."""
    ledger.put(KEY, GRADE)
    ledger.put(replace(KEY, submission="s2"), replace(GRADE, score=Fraction(1)))

    assert [Fraction(1)] == [grade.score for grade in ledger.grades()]


def test_who_left_the_batch_leaves_the_ledger(ledger):
    """A submission that was withdrawn is not graded any more."""
    ledger.put(KEY, GRADE)
    ledger.put(replace(KEY, name="b"), replace(GRADE, submission="b"))
    ledger.keep({"b"})

    assert ["b"] == [grade.submission for grade in ledger.grades()]


def test_one_folder_holds_one_assignment(tmp_path, ledger):
    """Grades of two assignments would overwrite each other's reports."""
    with pytest.raises(UsageError, match='holds grades of "activations"'):
        Ledger(tmp_path / "ledger.sqlite", "losses")


def test_a_file_that_is_no_ledger_is_not_touched(tmp_path):
    """It is named, and it stays what it is."""
    file = tmp_path / "ledger.sqlite"
    file.write_bytes(b"something else entirely, long enough to be no database" * 20)

    with pytest.raises(Fault, match="cannot be opened"):
        Ledger(file, "activations")
    assert file.read_bytes().startswith(b"something else")


def test_a_ledger_of_the_future_is_refused(tmp_path):
    """Better no grade than one that is read wrongly."""
    file = tmp_path / "ledger.sqlite"
    with sqlite3.connect(file) as db:
        db.execute("pragma user_version = 99")
    db.close()

    with pytest.raises(Fault, match="another version"):
        Ledger(file, "activations")


RULED = replace(
    GRADE,
    score=Fraction(5),
    adjustments=(
        Adjustment(
            kind="late", exercise=None, before=Fraction(25, 3), after=Fraction(5), reason="", days=2
        ),
    ),
)


def test_what_rules_made_of_a_grade_stands_beside_it(ledger):
    """The judged grade is found as it was; what others read is the ruled one."""
    ledger.put(KEY, GRADE)
    ledger.adjust(KEY.name, RULED)

    assert ledger.find(KEY) == GRADE
    assert ledger.adjusted(KEY.name) == RULED
    assert list(ledger.grades()) == [RULED]
    ledger.adjust(KEY.name, None)
    assert list(ledger.grades()) == [GRADE]


def test_a_grade_that_is_made_anew_has_not_been_ruled_yet(ledger):
    """Else a run that is killed in between would leave rules on other work."""
    ledger.put(KEY, GRADE)
    ledger.adjust(KEY.name, RULED)
    ledger.put(replace(KEY, submission="s2"), GRADE)

    assert ledger.adjusted(KEY.name) is None


def test_who_leaves_the_batch_leaves_the_rules(ledger):
    """Nothing of theirs is kept."""
    ledger.put(KEY, GRADE)
    ledger.adjust(KEY.name, RULED)
    ledger.keep(set())

    assert ledger.adjusted(KEY.name) is None


def test_a_finished_folder_is_read_without_touching_it(tmp_path):
    """Also one that was written before there were rules, or that nobody may write."""
    ledger = Ledger(tmp_path / "ledger.sqlite", "activations")
    ledger.put(KEY, GRADE)
    ledger.adjust(KEY.name, RULED)
    ledger.close()
    before = (tmp_path / "ledger.sqlite").read_bytes()

    assert graded(tmp_path) == ("activations", {KEY.name: ("a1", RULED)})
    assert before == (tmp_path / "ledger.sqlite").read_bytes()
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db, db:
        db.execute("drop table adjusted")
    assert graded(tmp_path) == ("activations", {KEY.name: ("a1", GRADE)})


@pytest.mark.parametrize("content", [None, b"", b"not a database" * 100])
def test_what_is_no_ledger_is_told(tmp_path, content):
    """And none is made by looking for it."""
    if content is not None:
        (tmp_path / "ledger.sqlite").write_bytes(content)

    with pytest.raises(UsageError, match=r"ledger\.sqlite"):
        graded(tmp_path)
    assert (content is not None) == (tmp_path / "ledger.sqlite").exists()
