"""What many rows say together."""

from dataclasses import replace
from fractions import Fraction

from harness.model import Outcome, Status
from harness.report.cohort import cohort
from harness.report.row import row
from tests.report.build import exercise, grade
from tests.report.grades import KINK, LEAKY
from tests.report.rows import scored


def test_only_final_grades_of_readable_work_count():
    """A void submission would count as zero, which is our fault, not the class's."""
    seen = cohort(
        [
            scored(4),
            scored(10),
            scored(0, status=Status.VOID),
            scored(1, status=Status.PARTIAL),
            scored(0, unreadable=True),
        ]
    )

    assert (seen.middle, seen.average, seen.quartiles) == (7, 7, (Fraction(11, 2), Fraction(17, 2)))
    assert seen.histogram == (0, 0, 0, 0, 1, 0, 0, 0, 0, 1)


def test_the_order_of_submissions_changes_no_figure():
    """Grades arrive as they are finished."""
    rows = [scored(Fraction(at, 3)) for at in range(30)]

    forward, backward = cohort(rows), cohort(reversed(rows))

    assert replace(forward, rows=()) == replace(backward, rows=())


def test_full_points_fall_into_the_last_bin():
    """And less than a tenth into the first."""
    seen = cohort([scored(10), scored(Fraction(999, 100)), scored(Fraction(1, 2))])

    assert seen.histogram == (1, 0, 0, 0, 0, 0, 0, 0, 0, 2)


def test_the_commonest_mistake_stands_first():
    """With the exercises and submissions in which it was seen."""
    rare = replace(LEAKY, mistake="relu/rare")
    both = exercise("relu", Outcome.FAILED, findings=(LEAKY, rare))
    one = exercise("gelu", Outcome.FAILED, findings=(LEAKY,))
    rows = [
        replace(row(grade(both, one)), submission="a"),
        replace(row(grade(one)), submission="b"),
    ]

    seen = cohort(rows)

    assert [(each.id, each.exercises, len(each.rows)) for each in seen.mistakes] == [
        ("relu/leaky-slope", ("gelu", "relu"), 2),
        ("relu/rare", ("relu",), 1),
    ]


def test_a_convention_is_no_mistake():
    """It is listed apart."""
    seen = cohort([row(grade(exercise("relu", findings=(KINK,))))])

    assert [one.id for one in seen.conventions] == ["relu/kink-one"]
    assert seen.mistakes == ()
