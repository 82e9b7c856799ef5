"""Late rules, extensions and overrides: exact points, and a reason for each change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.model import Extension, HandIn, LateRule, Outcome, Override, Rules, Status
from harness.score import adjusted, strangers
from harness.score.late import days_late, taken, unreckoned
from tests.report.build import exercise, grade


DUE = datetime(2026, 10, 1, 23, 59, tzinfo=UTC)
RULE = LateRule(percent_per_day=Fraction(10), due=DUE, grace=timedelta(minutes=15))


def at(**later: float) -> HandIn:
    return HandIn(late=None, submitted=DUE + timedelta(**later))


def override(points, name=None, who="wang", reason="why"):
    return Override(who=who, exercise=name, points=Fraction(points), reason=reason)


@pytest.mark.parametrize(
    ("later", "days"),
    [
        ({"days": -3}, 0),
        ({"minutes": 15}, 0),
        ({"minutes": 15, "seconds": 1}, 1),
        ({"days": 1}, 1),
        ({"days": 1, "seconds": 1}, 2),
        ({"days": 9, "hours": 23}, 10),
    ],
)
def test_a_day_counts_when_it_has_begun(later, days):
    """And grace is no day: after it the days count from the deadline itself."""
    assert days == days_late(RULE, at(**later))


def test_a_time_in_another_zone_is_the_same_time():
    """07:59 in Shanghai is 23:59 of the day before in Greenwich."""
    moment = datetime.fromisoformat("2026-10-02T07:59:00+08:00")

    assert days_late(RULE, HandIn(submitted=moment, late=True)) == 0


def test_a_mark_without_a_time_counts_as_the_rule_says():
    """Nothing unless the rule names days, and nothing where an extension may have been kept."""
    marked = HandIn(late=True)
    named = replace(RULE, unknown_days=2)
    ill = Extension(who="wang", reason="ill", days=Fraction(2))

    assert days_late(RULE, marked) == 0
    assert days_late(named, marked) == 2
    assert days_late(named, HandIn(late=False)) == 0
    assert days_late(named, marked, [ill]) == 0


def test_what_a_rule_cannot_reckon_is_counted():
    """Else an instructor believes that lateness was seen to."""
    marked, timed = HandIn(late=True), HandIn(late=True, submitted=DUE)

    assert unreckoned(RULE, [marked, timed, HandIn(late=False)]) == 1
    assert unreckoned(replace(RULE, due=None), [marked, timed]) == 2
    assert unreckoned(replace(RULE, unknown_days=1), [marked]) == 0
    assert unreckoned(RULE, [HandIn(students=("1",))]) is None
    assert unreckoned(None, []) == 0


def test_an_extension_moves_the_deadline():
    """By days or to a time; of several the latest holds."""
    two = Extension(who="wang", reason="ill", days=Fraction(3, 2))
    fixed = Extension(who="wang", reason="ill", due=DUE + timedelta(days=5))

    assert days_late(RULE, at(days=1, hours=12), [two]) == 0
    assert days_late(RULE, at(days=3), [two]) == 2
    assert days_late(RULE, at(days=5), [two, fixed]) == 0


@given(
    st.fractions(min_value=0, max_value=100, max_denominator=60),
    st.fractions(min_value=0, max_value=100, max_denominator=7),
    st.integers(0, 40),
    st.sampled_from(["points", "score"]),
)
def test_never_more_is_taken_than_there_is(score, percent, days, of):
    """Nor more than the cap; one more day never costs less."""
    rule = LateRule(percent_per_day=percent, cap=Fraction(50), of=of)
    most = Fraction(100)

    lost = taken(rule, days, score, most)

    assert 0 <= lost <= score
    assert lost <= most / 2
    assert lost <= taken(rule, days + 1, score, most)


def test_thirds_stay_thirds():
    """A tenth of 25/3 is 5/6, not 0.83."""
    rule = replace(RULE, of="score")

    assert taken(rule, 1, Fraction(25, 3), Fraction(10)) == Fraction(5, 6)
    assert taken(RULE, 1, Fraction(25, 3), Fraction(10)) == 1


def test_what_no_rule_touches_is_the_same_object():
    """Rules for others, and a deadline that was kept."""
    one = grade(exercise("relu"), submission="wang")
    rules = Rules(late=RULE, overrides=(override(0, who="li"),))

    assert adjusted(one, rules, at(days=-1)) is one


def test_exercises_then_lateness_then_the_sum():
    """Each step begins where the one before ended, and all of them are told."""
    one = grade(
        exercise("relu", Outcome.FAILED, points=10), exercise("tanh", points=10), submission="wang"
    )
    rules = Rules(late=RULE, overrides=(override(5, "relu"), override(19)))

    final = adjusted(one, rules, at(days=2))

    assert [(c.kind, c.exercise, c.before, c.after, c.days) for c in final.adjustments] == [
        ("override", "relu", 0, 5, None),
        ("late", None, 15, 11, 2),
        ("override", None, 11, 19, None),
    ]
    assert final.score == 19
    assert [e.score for e in final.exercises] == [5, 10]
    assert final.exercises[0].outcome is Outcome.FAILED, "what the judge saw stays"


def test_a_student_is_meant_by_any_id():
    """The manifest's numbers and addresses."""
    one = grade(exercise("relu", Outcome.FAILED), submission="wang_101")
    rules = Rules(overrides=(override(1, "relu", who="20230001"),))

    assert adjusted(one, rules, HandIn(students=("20230001", "w@x.cn"))).score == 1
    assert adjusted(one, rules, HandIn()).score == 0


def test_the_last_of_two_overrides_holds():
    """As in any list that grows at its end."""
    one = grade(exercise("relu", points=4), submission="wang")
    rules = Rules(overrides=(override(1, "relu"), override(3, "relu")))

    assert adjusted(one, rules, HandIn()).score == 3


@pytest.mark.parametrize(
    ("points", "outcome"), [(0, Outcome.FAILED), (3, Outcome.PARTIAL), (4, Outcome.PASSED)]
)
def test_what_could_not_be_judged_may_be_graded_by_hand(points, outcome):
    """Then it is void no longer."""
    one = grade(exercise("relu", Outcome.VOID, points=4), submission="wang", status=Status.VOID)

    final = adjusted(one, Rules(overrides=(override(points, "relu"),)), HandIn())

    assert (final.status, final.exercises[0].outcome) == (Status.GRADED, outcome)


def test_nothing_is_taken_from_what_was_not_judged():
    """A void grade has no points to lose, and stays void."""
    one = grade(exercise("relu", Outcome.VOID), submission="wang", status=Status.VOID)

    assert adjusted(one, Rules(late=RULE), at(days=9)) is one


def test_an_extension_that_helped_is_told():
    """With its reason, and without a point taken."""
    one = grade(exercise("relu", points=4), submission="wang")
    ill = Extension(who="wang", reason="ill", days=Fraction(2))

    final = adjusted(one, Rules(late=RULE, extensions=(ill,)), at(days=1))

    assert final.score == 4
    assert [(c.kind, c.reason, c.days) for c in final.adjustments] == [("extension", "ill", 0)]


def test_whoever_is_not_there_is_named():
    """A slip in a name must not cost an extension silently."""
    ill = Extension(who="wnag", reason="ill", days=Fraction(2))
    rules = Rules(extensions=(ill,), overrides=(override(1, who="wang"), override(1, who="0001")))

    assert strangers(rules, ["wang"], [HandIn(students=("0001",))]) == ("wnag",)
