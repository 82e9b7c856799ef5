"""Two gradings beside each other: who moved, by how much, because of what."""

from dataclasses import replace
from fractions import Fraction

from harness.model import Adjustment, Kept, Outcome, Status
from harness.report import moved
from harness.score import moves
from tests.report.build import exercise, finding, grade


def kept(one, mark="m"):
    return Kept(mark=mark, grade=one)


LEAKY = finding("value.mistake", mistake="relu/leaky-slope")
WRONG = grade(exercise("relu", Outcome.FAILED, points=8, findings=(LEAKY,)), exercise("tanh"))
RIGHT = grade(exercise("relu", points=8), exercise("tanh"))


def test_what_is_the_same_did_not_move():
    """Whatever else is different: the seed, the seconds, the mark of the assignment."""
    found = moves({"a": kept(RIGHT)}, {"a": kept(replace(RIGHT, seed="x", seconds=9.0), "n")})

    assert (found.same, found.moved) == (1, ())


def test_a_move_names_exercise_check_finding_and_cause():
    """The points of a class that changed because the assignment did."""
    found = moves({"a": kept(WRONG, "old")}, {"a": kept(RIGHT, "new")})

    (move,) = found.moved
    (part,) = move.parts
    assert (move.by, move.causes) == (8, ("assignment",))
    assert (part.exercise, part.before, part.after) == ("relu", 0, 8)
    assert part.gone == ("relu/leaky-slope",)
    assert "value: failed → passed" in part.checks
    assert (found.count(1), found.count(-1)) == (1, 0)


def test_every_cause_is_told_apart():
    """Other work, other questions, other rules, other software."""
    change = Adjustment(
        kind="late", exercise=None, before=Fraction(9), after=Fraction(7), reason="", days=1
    )
    other = replace(
        RIGHT, score=Fraction(7), seed="s", versions={"numpy": "9"}, adjustments=(change,)
    )

    (move,) = moves({"a": kept(RIGHT)}, {"a": kept(other)}).moved
    (new,) = moves({"a": kept(RIGHT)}, {"a": kept(replace(other, digest="d"))}).moved

    assert move.causes == ("questions", "rules", "versions")
    assert new.causes == ("work", "rules", "versions"), "other work is asked other questions"
    assert move.by == -2


def test_who_is_in_one_of_the_two_only_moved():
    """With no points to compare."""
    found = moves({"a": kept(RIGHT)}, {"b": kept(RIGHT)})

    assert [(one.submission, one.by, one.was, one.now) for one in found.moved] == [
        ("a", None, Status.GRADED, None),
        ("b", None, None, Status.GRADED),
    ]


def test_the_same_points_with_another_status_moved():
    """0 points and void are not the same."""
    zero = grade(exercise("relu", Outcome.FAILED))
    void = replace(zero, status=Status.VOID)

    assert moves({"a": kept(zero)}, {"a": kept(void)}).count(0) == 1


def test_text_and_json_tell_the_same():
    """The largest move first, with names that cannot act in a terminal."""
    half = grade(exercise("relu", points=8), exercise("tanh", Outcome.FAILED))
    found = moves(
        {"a": kept(RIGHT), "b\x1b[31m": kept(WRONG), "c": kept(RIGHT)},
        {"a": kept(half), "b\x1b[31m": kept(RIGHT), "c": kept(RIGHT)},
    )

    text, data = moved.text(found, "A", "B"), moved.dumps(found, "A", "B")

    assert text.splitlines()[0].startswith("A → B: 1 the same, 1 up, 1 down, 0 with another")
    assert text.index("(+8)") < text.index("(-1)")
    assert "\x1b" not in text
    assert '"by": 8' in data
    assert '"schema": "harness/compare/v1"' in data
