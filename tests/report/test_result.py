"""The JSON face: complete, exact, and for a student without anything of hidden questions."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.model import Counterexample, Entry, Finding, Grade, Message, Outcome
from harness.report import html, text
from harness.report import result as face
from harness.report.templates import Templates
from harness.report.words import Words
from tests.report.build import exercise, finding, grade
from tests.report.grades import HIDDEN, LEAKY, SAMPLES, TEXTS


SCHEMA = json.loads(Path(face.__file__).with_name("result.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_kind_of_result_is_as_the_schema_says(name: str):
    """The schema allows no key that it does not name, and asks for all of them."""
    result = json.loads(face.dumps(SAMPLES[name]))

    jsonschema.Draft202012Validator(SCHEMA).validate(result)


def test_the_schema_is_one():
    """A typing error in a schema validates everything."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_points_are_numbers_and_exact_strings():
    """25/3 is not a number of JSON."""
    result = face.result(replace(SAMPLES["passed"], score=Fraction(25, 3)))

    assert (result["score"], result["exact"]) == (25 / 3, "25/3")
    assert (result["max_score"], result["max_exact"]) == (5, "5")


def test_the_same_grade_gives_the_same_bytes():
    """Whatever the order in which parameters and versions were put in."""
    one = grade(exercise("relu"), versions={"a": "1", "b": "2"})
    two = grade(exercise("relu"), versions={"b": "2", "a": "1"})

    assert face.dumps(one) == face.dumps(two)


def test_numbers_that_json_has_no_word_for_become_strings():
    """NaN would make the file unreadable for most readers."""
    odd = finding("value.differs", params={"a": float("nan"), "b": float("inf"), "c": 1.5})

    result = json.loads(face.dumps(grade(exercise("relu", Outcome.FAILED, findings=(odd,)))))

    params = result["exercises"][0]["findings"][0]["message"]["params"]
    assert params == {"a": "nan", "b": "inf", "c": 1.5}


def test_a_name_that_is_no_utf8_can_be_written():
    """It comes from a file system, as half characters."""
    assert "l�" in face.dumps(replace(SAMPLES["passed"], label="l\udcff")).encode().decode()


def test_a_finding_on_shown_questions_stays_whole():
    """A student sees inputs and expected values of public questions."""
    whole = grade(exercise("relu", Outcome.FAILED, findings=(LEAKY,)))

    assert face.student(whole) == whole


def test_of_a_hidden_finding_the_mistake_and_its_question_remain():
    """With kind and check, but without counterexample and trace."""
    hidden = replace(LEAKY, hidden=True, trace="relu.py, line 3")

    shown = face.student(grade(exercise("relu", Outcome.FAILED, findings=(hidden,))))

    assert shown.exercises[0].findings == (replace(hidden, counterexample=None, trace=None),)


@pytest.mark.parametrize(
    ("name", "value", "stays"),
    [
        ("type", "ValueError", True),
        ("type", "Sees_0_7351", False),
        ("got", "float64", True),
        ("got", "(3, 4)", False),
        ("warnings", "overflow, invalid", True),
        ("warnings", "x is 7351", False),
        ("line", 12, True),
        ("line", "12 and 7351", False),
        ("line", 73_517_351, False),
        ("message", "x was 7351", False),
        ("source", "raise E(x)", False),
        ("probe", "huge", False),
        ("names", "x_7351", False),
    ],
)
def test_only_parameters_that_carry_no_number_remain(name: str, value: Any, *, stays: bool):
    """A submission chooses the names of its exceptions, and could spell an input with them."""
    hidden = finding("error.raised", "error", params={name: value}, hidden=True)

    shown = face.student(grade(exercise("relu", Outcome.FAILED, findings=(hidden,))))

    assert (name in shown.exercises[0].findings[0].message.params) is stays


SECRET = "73519264"
secrets = st.sampled_from([SECRET, f"array([0.{SECRET}])", float(SECRET), int(SECRET)])
NAMES = ["type", "message", "line", "cell", "source", "probe", "got", "expected", "differing"]
NAMES += ["total", "count", "names", "seen", "reason", "detail", "found", "near", "seconds"]
names = st.sampled_from([*NAMES, "mib", "kib", "warnings", "anything"])


@st.composite
def leaky(draw: st.DrawFn) -> Finding:
    """A hidden finding with the secret in every place that the submission can reach."""
    place = draw(secrets.map(str))
    entry = Entry(index=place, expected=place, got=place, difference=place, allowed=place)
    code = draw(st.sampled_from(["value.hidden", "error.raised", "shape.changed", "unknown.code"]))
    params = draw(st.dictionaries(names, secrets))
    return replace(
        HIDDEN,
        code=code,
        message=Message(id=code, params=params),
        question=Message(id="question.shape", params=draw(st.dictionaries(names, secrets))),
        trace=place,
        counterexample=Counterexample(
            call=place, entries=(entry,), differing=1, total=2, case=place
        ),
    )


@given(finding=leaky(), whole=st.booleans())
@settings(max_examples=60, deadline=None)
def test_nothing_of_a_hidden_question_reaches_a_student(
    finding: Finding, templates: Templates, english: Words, *, whole: bool
):
    """In no format, wherever the finding stands."""
    secret = _with(finding, whole=whole)
    shown = face.student(secret)

    assert SECRET in face.dumps(secret)
    assert SECRET not in face.dumps(shown)
    assert SECRET not in html.page(secret, english, templates)
    assert SECRET not in text.screen(secret, english, width=4000)


def _with(finding: Finding, *, whole: bool) -> Grade:
    inside = () if whole else (finding,)
    return grade(
        exercise("relu", Outcome.FAILED, findings=inside), findings=(finding,) if whole else ()
    )


def test_the_texts_of_samples_are_in_both_languages():
    """Else the golden pages would fall back to English unseen."""
    assert all(set(one) == {"en", "zh"} for one in TEXTS.values())
