"""The table below a cell: whole after the frontend's cleaning, inert, and with nothing hidden."""

import html
import json
from dataclasses import replace

import pytest

from harness.report.cell import cell
from harness.report.templates import Templates
from tests.live.sanitizer import dropped
from tests.report.grades import SAMPLES, TEXTS
from tests.report.page import read
from tests.report.samples import LANGUAGES, REPORTS
from tests.report.test_hostile import HOSTILE, hostile
from tests.report.trained import TRAINED


GRADES = {**SAMPLES, "trained": TRAINED}
TEMPLATES = Templates(REPORTS)


def shown(grade, language="en") -> str:
    return cell(grade, TEMPLATES.words(language, TEXTS), TEMPLATES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GRADES)
def test_nothing_is_lost_in_a_notebook_that_is_not_trusted(name, language):
    """JupyterLab drops what it does not know: tags, attributes, properties, values."""
    root = read(shown(GRADES[name], language))

    assert list(dropped(root)) == []
    (outermost,) = (one for one in root.children if not isinstance(one, str))
    assert outermost.attributes["lang"] == {"en": "en", "zh": "zh-CN"}[language]


def test_the_list_would_notice_what_is_dropped():
    """The list itself: script, svg, style element, id, aria, variables in CSS."""
    page = (
        '<div id="a" style="color:var(--x); margin:calc(1px)"><svg></svg><script></script>'
        '<style></style><p aria-label="x" onclick="y"></p></div>'
    )

    assert len(list(dropped(read(page)))) == 8


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_cell_is_inert_whatever_a_student_wrote(text):
    """Where the notebook is trusted nobody cleans it, so it is clean as it comes."""
    root = read(shown(hostile(text)))

    assert list(dropped(root)) == []
    assert not any(name.startswith("on") for one in root.all() for name in one.attributes)


@pytest.mark.parametrize("name", GRADES)
def test_every_exercise_is_there_with_sign_word_and_points(name):
    """Colour only repeats what is written."""
    grade = GRADES[name]
    table = next(read(shown(grade)).all("table"))
    rows = [[cell.text.split() for cell in row.all("th", "td")] for row in table.all("tr")][1:]

    assert [name for (name,), _, _ in rows] == [one.name for one in grade.exercises]
    assert all(sign in {"✓", "◐", "✗", "–", "?"} and word for _, (sign, *word), _ in rows)
    assert all("/" in points for _, _, points in rows)


def test_what_is_hidden_is_not_there_at_all():
    """Not folded, not styled away: neither in the table nor in anything else of the bundle."""
    failed = GRADES["failed"]
    hidden = replace(
        failed,
        exercises=tuple(
            replace(one, findings=tuple(replace(f, hidden=True) for f in one.findings))
            for one in failed.exercises
        ),
    )
    examples = [f.counterexample for one in failed.exercises for f in one.findings]
    secrets = [html.escape(example.call.splitlines()[0]) for example in examples if example]

    assert secrets
    assert all(secret in html.escape(html.unescape(shown(failed))) for secret in secrets)
    assert [one for one in secrets if one in html.escape(html.unescape(shown(hidden)))] == []


def test_it_is_short_enough_to_be_saved_in_a_notebook():
    """Endless messages and traces are cut."""
    assert len(shown(hostile("x" * 200_000))) < 200_000
    assert json.dumps(shown(GRADES["trained"]))


@pytest.mark.parametrize("name", GRADES)
def test_nothing_is_said_twice_of_the_notebook_as_a_whole(name):
    """What is wrong with all of it stands above the table, once."""
    words = TEMPLATES.words("en", TEXTS)
    page = html.unescape(shown(GRADES[name]))

    for finding in GRADES[name].findings:
        assert page.count(words.say(finding.message)) == 1
