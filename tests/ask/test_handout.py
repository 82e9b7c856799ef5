"""Which section of a handout explains an exercise."""

import re
from dataclasses import replace

import pytest

from harness import ask
from harness.ask import handout


COURSE = ask.find(None)
EXERCISES = [
    pytest.param(slug, one.name, id=f"{slug}-{one.name}")
    for slug in COURSE.slugs
    for one in ask.read(COURSE, slug).exercises
]
SECTIONS = {
    ("activations", "relu"): ("4",),
    ("activations", "softmax_backward"): ("7",),
    ("cnn", "conv2d"): ("3",),
    ("cnn", "conv2d_backward"): ("4",),
    ("cnn", "max_pool2d_backward"): ("5",),
    ("cnn", "train"): ("8",),
    ("data", "split"): ("4",),
    ("data", "stratified_split"): ("5",),
    ("data", "k_fold"): ("9",),
    ("evaluation", "accuracy"): ("3",),
    ("evaluation", "confusion_matrix"): ("3",),
    ("evaluation", "cross_validate"): ("9",),
    ("losses", "mse"): ("4",),
    ("losses", "binary_cross_entropy_backward"): ("5",),
    ("losses", "nll"): ("8",),
    ("losses", "kl_divergence_backward"): ("8",),
    ("losses", "gaussian_nll"): ("9",),
    ("mlp", "MLP"): ("2", "3", "4", "5"),
    ("mlp", "train"): ("7",),
    ("optimizers", "SGD"): ("3",),
    ("optimizers", "Adam"): ("5",),
    ("optimizers", "AdaGrad"): ("4",),
    ("perceptron", "Perceptron"): ("2", "3", "4", "6"),
    ("regularization", "l1_penalty_backward"): ("3",),
    ("regularization", "dropout_backward"): ("4",),
    ("regularization", "BatchNorm"): ("5",),
    ("regularization", "EarlyStopping"): ("6",),
}
"""Looked up by hand in the handouts."""


def numbers(slug: str, name: str, language: str) -> tuple[str, ...]:
    found = handout.passages(ask.read(COURSE, slug), (name,), language)
    return tuple(re.match(r"\d+", one.title)[0] for one in found)


@pytest.mark.parametrize("place", SECTIONS, ids="-".join)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_section_is_the_one_that_defines_the_exercise(place, language):
    """In both languages the one that a person would open."""
    assert SECTIONS[place] == numbers(*place, language)


@pytest.mark.parametrize(("slug", "name"), EXERCISES)
def test_every_exercise_has_a_section_by_its_mark_or_heading(slug, name):
    """The same one in both languages; no handout leaves it to counting words."""
    assignment = ask.read(COURSE, slug)
    for language in ("en", "zh"):
        found = handout.sections(handout.read(assignment, language))
        for one in handout.of_exercise(found, name):
            base = name.removesuffix("_backward").lower()
            assert name in one.about or base in one.title.lower()

    assert numbers(slug, name, "en") == numbers(slug, name, "zh") != ()


@pytest.mark.parametrize("slug", COURSE.slugs)
def test_marks_name_exercises_that_there_are(slug):
    """A slip in a mark would leave an exercise without its section."""
    assignment = ask.read(COURSE, slug)
    known = {one.name for one in assignment.exercises}

    for language in ("en", "zh"):
        marked = {
            name
            for one in handout.sections(handout.read(assignment, language))
            for name in one.about
        }
        assert set() == marked - known


def test_a_comment_in_code_is_no_heading():
    """Fenced blocks of Python have lines that begin with a hash."""
    text = "## 1. One\n\n```python\n## no heading\n```\n\n~~~\n## nor this\n~~~\n## 2. Two\nend\n"

    assert ["1. One", "2. Two"] == [one.title for one in handout.sections(text)]


def test_what_stands_before_the_first_section_belongs_to_none():
    """The title and what it is for."""
    assert ["body"] == [one.text for one in handout.sections("# Title\nintro\n## S\n\nbody\n")]


def test_a_mark_goes_before_a_heading_and_is_not_shown():
    """It is for us, not for readers."""
    found = handout.sections("## f\ntext\n## Other\n<!-- about: f, g -->\nreally\n")

    assert ["Other"] == [one.title for one in handout.of_exercise(found, "f")]
    assert "really" == found[1].text


def test_a_gradient_is_explained_where_its_function_is():
    """Unless it has a section of its own."""
    found = handout.sections("## `f`\na\n## `g`\nb\n## `g_backward`\nc\n## H\n<!-- about: h -->\n")

    assert ["`f`"] == [one.title for one in handout.of_exercise(found, "f_backward")]
    assert ["`g_backward`"] == [one.title for one in handout.of_exercise(found, "g_backward")]
    assert ["H"] == [one.title for one in handout.of_exercise(found, "h_backward")]


def test_a_heading_names_whole_words():
    """`split` is not `stratified_split`, and `ReLU` is relu."""
    found = handout.sections("## `stratified_split`\n## 2. Split\n## 3. split，划分\n")

    assert ["2. Split", "3. split，划分"] == [
        one.title for one in handout.of_exercise(found, "split")
    ]


def test_without_mark_and_heading_the_words_decide():
    """The first section lists everything and explains nothing, unless nobody else does."""
    found = handout.sections("## In\nf f f g\n## A\nf\n## B\nf and f\n")

    assert ["B"] == [one.title for one in handout.of_exercise(found, "f")]
    assert ["In"] == [one.title for one in handout.of_exercise(found, "g")]
    assert () == handout.of_exercise((), "f")


def test_a_handout_in_another_language_is_better_than_none(tmp_path):
    """A course may be taught in English alone."""
    assignment = ask.read(COURSE, "data")
    (tmp_path / "handout.en.md").write_text("## `split`\nEnglish\n")
    moved = replace(assignment, folder=tmp_path)

    assert ["English"] == [one.text for one in handout.passages(moved, ("split",), "zh")]
