"""Where many answers are right they are held to laws, each with its check, points and question."""

from dataclasses import replace

import pytest

from harness.judge import Bench
from harness.model import CourseError, Law, Outcome
from reference.probe import Probe


def law(name, check, holds) -> Law:
    return Law(
        id=f"scale/{name}", name={"en": name}, question={"en": "?"}, check=check, holds=holds
    )


@pytest.fixture
def shuffling(desk):
    """The exercise asks for the rows of x in any order."""
    rows = law("all rows", "value", lambda y, x, factor: sorted(y) == sorted(x))
    moved = law("another order", "seed", lambda y, x, factor: list(y) != list(x))
    probe = Probe(
        laws=("all rows", "another order"),
        draw=lambda rng: {"x": rng.permutation(50).astype(float), "factor": 1.0},
    )
    desk.oracle = replace(
        desk.oracle,
        module=type(desk.oracle.module)("reference.scale"),
        probes={"shuffle": probe},
        laws={"all rows": rows, "another order": moved},
        conventions=(),
        mistakes=(),
    )
    desk.oracle.module.scale = lambda x, factor: x[::-1].copy()
    exercise = replace(desk.assignment.exercises[0], public=frozenset({"shuffle"}))
    desk.assignment = replace(desk.assignment, exercises=(exercise,))
    desk.bench = Bench({"scale": desk.oracle}, {"scale": desk.drive.scale})
    return desk


def test_any_lawful_answer_is_right(shuffling):
    """It need not be ours."""
    verdict = shuffling.judge("def scale(x, factor): return list(x[1:]) + [x[0]]")

    assert {Outcome.PASSED} == set(verdict.checks.values())


def test_a_broken_law_fails_its_check_and_asks_its_question(shuffling):
    """The others stand."""
    verdict = shuffling.judge("def scale(x, factor): return x.copy()")

    assert Outcome.FAILED is verdict.checks["seed"]
    assert Outcome.PASSED is verdict.checks["value"]
    [finding] = verdict.findings
    assert ("law.broken", "scale/another order?") == (finding.code, finding.question.id)


def test_the_example_is_as_small_as_the_law_allows(shuffling):
    """One lost row is shown on one row."""
    [finding] = shuffling.judge("def scale(x, factor): return x[1:][::-1]").findings

    assert "scale/all rows" == finding.message.params["variant"]
    assert len(finding.counterexample.call) < 60


@pytest.mark.parametrize("nonsense", ["None", "'text'", "[[x]]", "{'x': x}", "7"])
def test_nonsense_breaks_laws_and_nothing_else(shuffling, nonsense):
    """A law that cannot even be asked does not hold; we do not fall."""
    verdict = shuffling.judge(f"def scale(x, factor): return {nonsense}")

    assert Outcome.FAILED is verdict.checks["value"]


def test_an_unanswered_question_fails_every_check_that_it_decides(shuffling):
    """A function that raises obeys nothing."""
    verdict = shuffling.judge("def scale(x, factor): raise KeyError('x')")

    assert Outcome.FAILED is verdict.checks["value"]
    assert "error.raised" == verdict.findings[0].code


def test_what_happens_around_a_lawful_answer_is_judged_as_ever(shuffling):
    """Changed arguments cost their own points."""
    verdict = shuffling.judge(
        "def scale(x, factor):\n    y = x[::-1].copy()\n    x[0] = -1\n    return y"
    )

    assert Outcome.FAILED is verdict.checks["mutation"]
    assert Outcome.PASSED is verdict.checks["value"]


def test_numbers_of_hidden_questions_are_not_shown(shuffling):
    """The law is named, its inputs are not."""
    shuffling.assignment = replace(
        shuffling.assignment,
        exercises=(replace(shuffling.assignment.exercises[0], public=frozenset()),),
    )
    [finding] = shuffling.judge("def scale(x, factor): return x.copy()").findings

    assert (True, None) == (finding.hidden, finding.counterexample)


def knowing(shuffling, knows):
    """Both laws, with something to know of the question first."""
    laws = {
        name: replace(
            law, holds=lambda answer, x, factor, rows: sorted(answer) == rows, knows=knows
        )
        for name, law in shuffling.oracle.laws.items()
    }
    shuffling.oracle = replace(shuffling.oracle, laws=laws)
    shuffling.bench = Bench({"scale": shuffling.oracle}, {"scale": shuffling.drive.scale})


def test_what_laws_know_of_a_question_is_worked_out_once(shuffling):
    """However many of them are held to it."""
    asked = []

    def knows(x, factor):
        asked.append(x)
        return {"rows": sorted(x)}

    knowing(shuffling, knows)
    verdict = shuffling.judge("def scale(x, factor): return list(x[1:]) + [x[0]]")

    assert {Outcome.PASSED} == set(verdict.checks.values())
    assert len(shuffling.bench._known) == len(asked) > 0


def test_a_law_that_cannot_be_prepared_is_ours(shuffling):
    """It is no student's zero."""
    knowing(shuffling, lambda x, factor: {"rows": x / None})

    with pytest.raises(CourseError, match="all rows cannot be prepared for"):
        shuffling.judge("def scale(x, factor): return x[::-1].copy()")
