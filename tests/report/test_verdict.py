"""The first screen: how many points, and the one thing to repair first."""

import pytest

from harness.model import ExerciseResult, Outcome
from harness.report import html
from harness.report.templates import Templates
from harness.report.words import Words
from tests.report.build import exercise, finding, grade
from tests.report.grades import DTYPE, FAILED, LEAKY, LOADED, RAISED, SAMPLES
from tests.report.page import first, read


def test_the_first_screen_answers_how_many_points_and_what_next(
    templates: Templates, english: Words
):
    """One thing to repair: where most points were lost, the earliest of equals."""
    page = html.page(SAMPLES["failed"], english, templates)

    assert first(page) == (
        "3.4 / 10 points 2 of 8 exercises pass. 5 need work. Fix this first relu "
        "All your numbers are exactly those of a known mistake: leaky slope."
    )


def test_a_failure_is_repaired_before_a_small_loss_and_in_the_order_of_the_handout(
    templates: Templates, english: Words
):
    """Later exercises often call earlier ones; what was not begun can wait."""
    starter = finding("unfinished.starter", "missing")
    unwritten = exercise("a", Outcome.FAILED, points=9, findings=(starter,))
    nearly = exercise("b", Outcome.PARTIAL, points=9, lost={"dtype": FAILED}, findings=(DTYPE,))
    wrong = exercise("c", Outcome.FAILED, findings=(LEAKY,))
    later = exercise("d", Outcome.FAILED, points=3, findings=(RAISED,))

    def told(*exercises: ExerciseResult) -> str:
        words = first(html.page(grade(*exercises), english, templates))
        return words.partition("Fix this first ")[2][0]

    assert told(unwritten, nearly, wrong, later) == "c"
    assert told(unwritten, nearly) == "b"
    assert told(unwritten) == "a"


def test_of_small_losses_the_largest_is_repaired_first(templates: Templates, english: Words):
    """The earlier of equals."""
    small, large = (
        exercise(name, Outcome.PARTIAL, points=points, lost={"dtype": FAILED}, findings=(DTYPE,))
        for name, points in (("small", 1), ("large", 2))
    )

    assert "Fix this first large" in first(html.page(grade(small, large), english, templates))


@pytest.mark.parametrize("near", ["gelu_grad", None])
def test_a_cell_that_raised_is_repaired_first_only_if_names_are_missing(
    near: str | None, templates: Templates, english: Words
):
    """A plot that fails can wait; a cell that was to define the missing name cannot."""
    missing = finding("missing.name", "missing", params={"name": "gelu", "near": near})
    wrong = exercise("gelu", Outcome.FAILED, findings=(missing,))
    page = html.page(grade(wrong, findings=(LOADED,)), english, templates)

    assert ("Fix this first While your file ran" in first(page)) is (near is None)


def test_all_passes_although_a_cell_raised(templates: Templates, english: Words):
    """Then nothing has to be repaired; the cell is shown below."""
    page = html.page(grade(exercise("relu"), findings=(LOADED,)), english, templates)

    assert first(page) == "1 / 1 points Everything passes."
    assert "name 'plt' is not defined" in read(page).text


def test_a_submission_that_could_not_be_read_is_repaired_first(
    templates: Templates, english: Words
):
    """Before any exercise."""
    page = first(html.page(SAMPLES["unreadable"], english, templates))

    assert (
        "Nothing in this submission could be run. Fix this first activations.py has 3 null bytes"
        in page
    )


def test_void_is_told_as_ours(templates: Templates, english: Words):
    """With a dash for points: nobody wins or loses any."""
    page = first(html.page(SAMPLES["void"], english, templates))

    assert page.startswith("– / 2 points We could not judge this submission. That is our fault")


def test_a_partly_void_grade_says_that_it_is_not_final(templates: Templates, english: Words):
    """Points so far, and that the rest costs nothing."""
    page = first(html.page(SAMPLES["partial"], english, templates))

    assert page.startswith("1 / 3 points so far 1 of 2 exercises passes. 1 could not be judged")
