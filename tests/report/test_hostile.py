"""A page is inert and bounded whatever a student wrote."""

import re
from dataclasses import replace

import pytest

from harness.model import Counterexample, Entry, Grade, Message, Outcome
from harness.report import html
from harness.report.templates import Templates
from harness.report.words import Words
from tests.report.build import exercise, grade
from tests.report.grades import RAISED, SAMPLES
from tests.report.page import read


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "'\"><style>*{display:none}</style>",
    "%(name)s %s 100%",
    "\u202egnp.exe",
    "\x1b[31mred\x1b[0m\x00",
    "</pre></details></main><h1>100 / 100</h1>",
    "https://evil.example/track.png",
    "\udc80",
]


def hostile(text: str) -> Grade:
    """A grade with the text in every place that a student's submission can reach."""
    entry = Entry(index=text, expected=text, got=text, difference=text, allowed=text)
    names = [
        "type",
        "message",
        "source",
        "probe",
        "near",
        "found",
        "seen",
        "reason",
        "detail",
        "variant",
        "check",
        "names",
    ]
    params = dict.fromkeys(names, text) | {"cell": 3, "line": 4, "name": text}
    example = Counterexample(call=text, entries=(entry,), differing=1, total=1, case=text)
    findings = tuple(
        replace(
            RAISED, code=text if code is None else code, trace=text, counterexample=example,
            message=Message(id=code or text, params=params),
        )
        for code in ("error.raised", "missing.name", "refused.answer", "value.mistake", None)
    )  # fmt: skip
    return grade(
        exercise("relu", Outcome.FAILED, findings=findings),
        exercise("tanh", findings=tuple(replace(one, costs=False) for one in findings)),
        findings=findings, said=text, label=text, submission=text, assignment=text, digest=text,
        isolation=text, seed=text, versions={text: text},
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_student_wrote_is_only_text(
    text: str, templates: Templates, english: Words, chinese: Words
):
    """The page has the same elements as for harmless text, and can be written to a file."""
    for words in (english, chinese):
        page = html.page(hostile(text), words, templates)
        harmless = html.page(hostile("x"), words, templates)

        assert _elements(page) == _elements(harmless)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
        page.encode()


def _elements(page: str) -> list[tuple[str, tuple[str, ...]]]:
    ignored = {"wbr"}  # one for each underscore
    return [(one.tag, tuple(one.attributes)) for one in read(page).all() if one.tag not in ignored]


def test_letters_that_would_act_are_shown(templates: Templates, english: Words):
    """A reversed file name is told as such."""
    page = html.page(hostile("\u202egnp.exe"), english, templates)

    assert "⟨U+202E⟩gnp.exe" in page


def test_long_text_is_cut_and_counted(templates: Templates, english: Words):
    """4,000 characters of what was printed, and how many more there were."""
    page = html.page(replace(SAMPLES["passed"], said="y" * 16_345), english, templates)

    assert "y" * 4_000 in page
    assert "y" * 4_001 not in page
    assert "… 12,345 more characters" in page


def test_no_page_grows_beyond_its_cap(templates: Templates, english: Words):
    """Twenty exercises with all that can be said, in letters that take most room."""
    crowd = hostile('"' * 70_000)
    many = replace(crowd, exercises=tuple(
        replace(one, name=f"{one.name}_{at}") for at in range(10) for one in crowd.exercises
    ))  # fmt: skip

    assert len(html.page(many, english, templates).encode()) <= html.CAP
