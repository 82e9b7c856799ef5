"""Hints: as much as the student wants, and with less of them nothing else changes."""

from harness.model import Outcome
from harness.report.hints import hinted
from harness.report.text import screen
from harness.report.words import Words
from tests.report.build import exercise, grade
from tests.report.grades import KINK, LEAKY


WRONG = grade(exercise("relu", Outcome.FAILED, findings=(LEAKY, KINK)), exercise("sigmoid"))


def test_the_usual_hints_are_all_there_is():
    """Diagnosis, counterexample and question."""
    assert hinted(WRONG, 2) == WRONG
    assert hinted(WRONG, 3) == WRONG


def test_a_counterexample_alone_names_no_mistake(english: Words):
    """The numbers are shown, the name and the question are not."""
    shown = screen(hinted(WRONG, 1), english)

    assert "relu(np.array([-1.0, 2.0]))" in shown
    assert "leaky" not in shown
    assert "What should come out" not in shown


def test_without_hints_only_what_failed_is_said(english: Words):
    """No number, no name, no question; the points are the same."""
    shown = screen(hinted(WRONG, 0), english)

    assert "✗ relu  Fail  0/1\n  Some of your numbers are wrong." in shown
    assert "-0.01" not in shown
    assert "1 of 2 points · 1 to fix" in shown


def test_what_costs_nothing_is_always_told():
    """A convention is a fact, not a hint."""
    (relu, _) = hinted(WRONG, 0).exercises

    assert KINK in relu.findings
