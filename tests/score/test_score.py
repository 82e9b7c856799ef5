"""Points are exact fractions, and only passed checks earn them."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from harness.model import Exercise, Outcome, Verdict
from harness.score import result_of


NAMES = ["value", "stability", "edges", "dtype", "shape"]
POINTS = st.fractions(min_value="1/10", max_value=100, max_denominator=100)


def scored(points, weights, outcomes):
    exercise = Exercise(name="f", oracle="reference.f", points=points, public=frozenset())
    verdict = Verdict(exercise="f", checks=outcomes, findings=(), seconds=0.0)
    return result_of(exercise, weights, verdict)


@given(POINTS, st.lists(st.integers(1, 9), min_size=5, max_size=5))
def test_all_checks_passed_are_all_points_exactly(points, weights):
    """Thirds and sevenths add up to the whole."""
    result = scored(
        points, dict(zip(NAMES, weights, strict=True)), dict.fromkeys(NAMES, Outcome.PASSED)
    )

    assert points == result.score
    assert Outcome.PASSED is result.outcome
    assert points == sum((c.max_score for c in result.checks), Fraction(0))


@given(st.lists(st.sampled_from(list(Outcome)), min_size=5, max_size=5), st.integers(0, 4))
def test_another_passed_check_never_lowers_a_score(outcomes, index):
    """More right is never worth less."""
    weights = dict.fromkeys(NAMES, 1)
    before = dict(zip(NAMES, outcomes, strict=True))
    after = {**before, NAMES[index]: Outcome.PASSED}

    assert scored(Fraction(10), weights, before).score <= scored(Fraction(10), weights, after).score


def test_some_points_are_partial_and_none_are_failed():
    """The word follows from the points."""
    weights = {"value": 3, "dtype": 1}

    some = scored(Fraction(4), weights, {"value": Outcome.PASSED, "dtype": Outcome.FAILED})
    none = scored(Fraction(4), weights, {"value": Outcome.FAILED, "dtype": Outcome.BLOCKED})

    assert (Outcome.PARTIAL, Fraction(3)) == (some.outcome, some.score)
    assert (Outcome.FAILED, Fraction(0)) == (none.outcome, none.score)


def test_void_is_void_whatever_else_passed():
    """What could not be judged is not counted against anybody."""
    result = scored(
        Fraction(4), {"value": 3, "edges": 1}, {"value": Outcome.PASSED, "edges": Outcome.VOID}
    )

    assert Outcome.VOID is result.outcome


def test_a_check_without_weight_is_told_but_not_counted():
    """An assignment may leave dtype out of the points."""
    result = scored(Fraction(4), {"value": 1}, {"value": Outcome.PASSED, "dtype": Outcome.FAILED})

    assert Fraction(4) == result.score
