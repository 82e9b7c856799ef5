"""What the student's page tells, and where."""

import pytest

from harness.model import CourseError, Outcome
from harness.report import html
from harness.report.templates import Templates
from harness.report.words import Words
from tests.report.build import exercise, finding, grade
from tests.report.grades import KINK, LEAKY, RAISED, SAMPLES
from tests.report.page import read


def test_what_passes_is_folded_but_keeps_its_remarks(templates: Templates, english: Words):
    """A convention that was followed is named, and costs nothing."""
    page = read(html.page(grade(exercise("relu", findings=(KINK,))), english, templates))
    folded = next(page.all("details"))

    assert "open" not in folded.attributes
    assert "slope 1 at the kink" in folded.text
    assert "costs nothing" in folded.text


def test_a_failing_cell_is_shown(templates: Templates, english: Words):
    """With its number, the line and the student's own frames."""
    page = html.page(
        grade(exercise("gelu", Outcome.FAILED, findings=(RAISED,))), english, templates
    )
    text = read(page).text

    assert "cell 3, line 4" in text
    assert "return np.dot(x, w) + b" in text
    assert "Cell 3, line 9, in gelu" in text


def test_how_to_run_it_again_stands_below_every_failure(templates: Templates, english: Words):
    """As a command that can be copied."""
    text = " ".join(read(html.page(SAMPLES["failed"], english, templates)).text.split())

    for name in ("relu", "tanh_backward", "softmax", "gelu"):
        assert f"harness check activations --only {name}" in text


def test_what_is_not_there_is_one_line_each(templates: Templates, english: Words):
    """A file that does not load defines nothing: eight sections would say so eight times."""
    gone = [
        exercise(name, Outcome.FAILED, findings=(absent,))
        for name in ("relu", "gelu")
        for absent in [finding("missing.name", "missing", params={"name": name})]
    ]
    page = read(html.page(grade(*gone), english, templates))

    assert [" ".join(one.text.split()) for one in page.all("li")] == [
        "relu Your submission does not define relu.",
        "gelu Your submission does not define gelu.",
    ]
    assert "harness check" not in page.text


def test_the_foot_says_what_is_needed_to_grade_again(templates: Templates, english: Words):
    """Isolation, digest, seed, versions."""
    foot = next(read(html.page(SAMPLES["void"], english, templates)).all("footer")).text

    for figure in (
        "bubblewrap",
        SAMPLES["void"].digest,
        "5e1d3a",
        "numpy 2.3.4",
        "If you disagree",
    ):
        assert figure in foot


def test_an_outcome_is_told_by_sign_and_word(templates: Templates, english: Words):
    """Never by colour alone."""
    page = read(html.page(SAMPLES["failed"], english, templates))
    outcomes = [
        one for one in page.all("span") if one.attributes.get("class", "") == "outcome-word"
    ]

    assert {one.text for one in outcomes} == {"Pass", "Partial", "Fail", "Waiting"}
    assert all(one.parent and list(one.parent.all("svg")) for one in outcomes)


def test_a_template_that_lacks_is_told_with_its_folder(templates: Templates, english: Words):
    """A course may bring its own."""
    with pytest.raises(CourseError, match=r"reports/other\.html\.j2: there is no such template"):
        templates.render("other.html.j2", english)


def test_a_template_that_asks_for_what_is_not_there_is_told(templates: Templates, english: Words):
    """Instead of leaving a gap in the page."""
    with pytest.raises(CourseError, match=r"student\.html\.j2:\d+: '\w+' is undefined"):
        templates.render("student.html.j2", english)


def test_a_convention_that_a_grade_follows_twice_is_told_twice(
    templates: Templates, english: Words
):
    """Once for each exercise."""
    both = grade(exercise("a", findings=(KINK,)), exercise("b", findings=(KINK,)))

    assert html.page(both, english, templates).count("slope 1 at the kink") == 2


def test_an_assignment_without_a_title_is_called_by_its_slug(templates: Templates):
    """And unknown ids of variants stand as they are."""
    words = templates.words("en", {})
    page = read(html.page(SAMPLES["failed"], words, templates))

    assert next(page.all("h1")).text == "activations"
    assert "a known mistake: relu/leaky-slope." in page.text


def test_a_finding_that_waits_is_only_told_if_nothing_else_is(templates: Templates, english: Words):
    """The table of checks says it anyhow."""
    waits = finding("blocked.value", "blocked", check="dtype")
    wrong = exercise("relu", Outcome.FAILED, findings=(LEAKY, waits))
    blocked = exercise("tanh", Outcome.BLOCKED, findings=(waits,))

    assert "blocked.value" not in html.page(grade(wrong), english, templates)
    assert "blocked.value" in html.page(grade(blocked), english, templates)
