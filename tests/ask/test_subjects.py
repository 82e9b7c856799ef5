"""What can be explained of a course, by name."""

import re
from functools import cache
from importlib import import_module

import pytest

from harness import ask


COURSE = ask.find(None)
LANGUAGES = ("en", "zh")


@pytest.fixture
def read_once(monkeypatch):
    """Assignments are read once for hundreds of questions."""
    monkeypatch.setattr(import_module("harness.ask.subjects"), "read", cache(ask.read))


@cache
def readings(slug: str) -> dict[str, tuple[str, ...]]:
    """Everything registered for an assignment, with the exercises of its topic."""
    assignment = ask.read(COURSE, slug)
    found: dict[str, tuple[str, ...]] = {}
    for oracle in ask.oracles(assignment, COURSE).values():
        named = [e.name for e in assignment.exercises if e.oracle == oracle.module.__name__]
        for one in (*oracle.mistakes, *oracle.conventions, *oracle.laws.values()):
            found[one.id] = tuple(named)
    return found


@pytest.mark.parametrize("slug", COURSE.slugs)
def test_everything_registered_is_found_by_the_name_that_results_give_it(slug, read_once):
    """With its question and the handout's mathematics, in both languages."""
    codes = readings(slug)
    topics = {code.partition("/")[0]: code for code in codes}

    assert len(codes) > 10
    for code in codes:
        for language in LANGUAGES:
            found = [one for one in ask.subjects(COURSE, code, language) if one.slug == slug]
            assert [code] == [one.code for one in found]
            assert codes[code] == found[0].exercises
            assert found[0].name[language].strip()
            assert found[0].kind == "convention" or found[0].question[language].strip()
    for code in topics.values():
        (found,) = [one for one in ask.subjects(COURSE, code, "zh") if one.slug == slug]
        assert any(re.search(r"[\u4e00-\u9fff]{4}", one.text) for one in found.passages)


def test_an_exercise_is_found_by_its_name_in_every_assignment_that_has_it():
    """Two assignments ask for a function `train`; one can be chosen."""
    both = ask.subjects(COURSE, "train", "en")

    assert {"cnn", "mlp"} <= {one.slug for one in both}
    assert ["cnn"] == [one.slug for one in ask.subjects(COURSE, "cnn/train", "en")]
    assert ["exercise"] == [one.kind for one in ask.subjects(COURSE, "softmax", "en")]


@pytest.mark.parametrize(
    "code", ["", "relu/", "/relu", "relu/no-such", "no/such", "slug", "[[", "*"]
)
def test_nobody_is_found_by_half_a_name(code):
    """Words that only occur in a file of the course name nothing."""
    assert () == ask.subjects(COURSE, code, "en")


def test_all_names_are_known_for_guesses():
    """Exercises, mistakes, conventions and laws."""
    known = set(ask.known(COURSE))

    assert {
        "softmax_backward",
        "relu/small-leaky-slope",
        "relu/slope-1-at-zero",
        "split/no-row-is-lost",
    } <= known
