"""The judge compares numbers, names what it knows, and lets a property cost its own points only."""

import pytest

from harness.model import Outcome


PASSED, FAILED, BLOCKED = Outcome.PASSED, Outcome.FAILED, Outcome.BLOCKED


def where(choice: str) -> str:
    """A submission that chooses by np.where."""
    return f"import numpy as np\ndef scale(x, factor): return np.where({choice}).astype(x.dtype)"


def codes(verdict):
    return [finding.code for finding in verdict.findings]


def test_right_code_passes_every_check(desk):
    """Nothing is found where nothing is wrong."""
    verdict = desk.judge("def scale(x, factor): return factor * x")

    assert {PASSED} == set(verdict.checks.values())
    assert [] == codes(verdict)


def test_a_known_mistake_is_named_with_its_question_and_the_smallest_example(desk):
    """All numbers are the mutant's, so its question is asked, on one element."""
    [finding] = desk.judge("def scale(x, factor): return factor * x ** 2").findings

    assert ("value.mistake", "scale/squared") == (finding.code, finding.mistake)
    assert "scale/squared?" == finding.question.id
    assert "scale(np.array([[2.]]), 2.0)" == finding.counterexample.call
    assert ("8", "4") == (
        finding.counterexample.entries[0].got,
        finding.counterexample.entries[0].expected,
    )


def test_a_mistake_is_never_guessed(desk):
    """Numbers that only resemble a mistake's get a counterexample and no name."""
    [finding] = desk.judge("def scale(x, factor): return factor * x ** 2 + 1e-6").findings

    assert finding.mistake is None
    assert "value.differs" == finding.code


def test_wrong_values_block_what_depends_on_them(desk):
    """Zeros have the right dtype and shape; they earn nothing by that."""
    verdict = desk.judge("import numpy as np\ndef scale(x, factor): return np.zeros_like(x)")

    assert FAILED is verdict.checks["value"]
    assert {BLOCKED} == {out for name, out in verdict.checks.items() if name != "value"}


def test_a_constant_factor_is_told_as_such(desk):
    """Three times too much everywhere is said in one sentence."""
    [finding] = desk.judge("def scale(x, factor): return 3 * factor * x").findings

    assert ("value.factor", "3") == (finding.code, finding.message.params["factor"])


def test_a_convention_costs_nothing_and_is_named(desk):
    """Between the one-sided slopes everything is right; the report says which was seen."""
    verdict = desk.judge(where("x == 0, 1.0, factor * x"))

    assert {PASSED} == set(verdict.checks.values())
    assert [("value.convention", False)] == [(f.code, f.costs) for f in verdict.findings]


def test_any_number_between_the_bounds_is_right(desk):
    """A slope that no convention names is right as well."""
    verdict = desk.judge(where("x == 0, .25, factor * x"))

    assert {PASSED} == set(verdict.checks.values())


def test_beyond_the_bounds_is_wrong(desk):
    """A slope outside the one-sided derivatives fails the check of the kink, and only that."""
    verdict = desk.judge(where("x == 0, 2.0, factor * x"))

    assert [FAILED] == [out for name, out in verdict.checks.items() if name == "edges"]
    assert PASSED is verdict.checks["value"]


@pytest.mark.parametrize(
    ("body", "check", "code"),
    [
        ("return (factor * x).astype('float64')", "dtype", "dtype.changed"),
        ("return (factor * x)[None]", "shape", "shape.changed"),
        ("y = factor * x; x[...] = 0; return y", "mutation", "mutation.arguments"),
        (
            "x *= factor; y = x.copy(); x /= factor; x += 1; return y",
            "mutation",
            "mutation.arguments",
        ),
    ],
)
def test_a_property_costs_its_own_points_only(desk, body, check, code):
    """The values stay right, whatever else is wrong."""
    verdict = desk.judge(f"def scale(x, factor): {body}")

    assert {check} == {name for name, out in verdict.checks.items() if out is not PASSED}
    assert [code] == codes(verdict)


def test_answers_in_a_buffer_that_the_next_call_overwrites_are_aliased(desk):
    """What a caller holds must not change."""
    verdict = desk.judge(
        """
        import numpy as np
        kept = {}
        def scale(x, factor):
            y = kept.setdefault((x.shape, x.dtype), np.empty_like(x))
            np.multiply(factor, x, out=y)
            return y
        """
    )

    assert {"aliasing"} == {name for name, out in verdict.checks.items() if out is not PASSED}


def test_right_with_a_warning_is_fragile_and_costs_nothing(desk):
    """An overflow on the way to the right number is told, not punished."""
    verdict = desk.judge("import numpy as np\ndef scale(x, factor): np.exp(x); return factor * x")

    assert {PASSED} == set(verdict.checks.values())
    assert [("value.fragile", False)] == [(f.code, f.costs) for f in verdict.findings]


def test_digits_of_float32_in_a_float64_answer_are_recognised(desk):
    """One precise sentence in place of forty mysterious mismatches."""
    [finding] = desk.judge(
        "def scale(x, factor): return (factor * x.astype('f4')).astype(x.dtype)", hidden=False
    ).findings

    assert "dtype.precision" == finding.code


def test_what_raises_is_told_with_a_small_call(desk):
    """The exception, and the smallest question that raises it."""
    [finding] = desk.judge("def scale(x, factor): return factor * x[5]").findings

    assert ("error.raised", "IndexError") == (finding.code, finding.message.params["type"])
    assert finding.counterexample.call.startswith("scale(np.array(")


def test_a_missing_name_fails_and_says_so_once(desk):
    """All questions were left open for one reason."""
    verdict = desk.judge("def scales(x, factor): return x")

    assert ["missing.name"] == codes(verdict)
    assert FAILED is verdict.checks["value"]


def test_hidden_failures_show_no_numbers(desk):
    """A student who fails only on hidden questions learns that, and nothing of the questions."""
    desk.__init__(public=("ordinary",))
    verdict = desk.judge(where("x > 1e20, 0, factor * x"))

    [finding] = verdict.findings
    assert ("value.hidden", True, None) == (finding.code, finding.hidden, finding.counterexample)


def test_answers_learned_by_heart_fail_on_fresh_questions(desk):
    """Public questions are asked with secret numbers as well."""
    verdict = desk.judge(
        """
        import numpy as np
        seen = []
        def scale(x, factor):
            if len(seen) < 4:
                seen.append(1)
                return factor * x
            return np.zeros_like(x)
        """
    )

    assert FAILED is verdict.checks["value"]


def test_shrinking_stops_when_the_time_is_used_up(desk):
    """Without more answers the question stays as it was, and is shown all the same."""
    from harness.judge import judge
    from harness.plan import sheet

    session = desk.session("def scale(x, factor): return x * 0 + 7")
    jobs = sheet(desk.assignment, {"scale": desk.oracle}, None)
    pairs = list(zip(jobs, session.ask(jobs), strict=True))
    verdict = judge(desk.assignment, desk.bench, "scale", pairs, lambda _: None)

    assert 12 == verdict.findings[0].counterexample.total


def test_what_raises_on_plain_questions_is_told_before_wrong_special_ones(desk):
    """`Right in ordinary questions` would be a lie where these were never answered."""
    verdict = desk.judge(
        "import numpy as np\n"
        "def scale(x, factor): return np.array([factor, factor + 1]) * x"  # two columns only
    )

    assert FAILED is verdict.checks["value"]
    assert ["error.raised"] == codes(verdict)
