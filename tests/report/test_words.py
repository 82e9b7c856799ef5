"""From a message to a sentence, honest when something lacks."""

from pathlib import Path

import pytest

from harness.model import CourseError
from harness.report.words import Words, fill, read_words
from tests.report.build import message


def test_a_check_of_this_course_only_has_its_own_name(english: Words):
    """An instructor may write `check = "speed"`."""
    assert (english.check("speed"), english.about("speed")) == ("speed", "")


def test_a_mistake_is_called_what_the_course_calls_it(english: Words, chinese: Words):
    """The parameter is an id into the course's texts."""
    mistake = message("value.mistake", variant="relu/leaky-slope")

    assert english.say(mistake).endswith("a known mistake: leaky slope.")
    assert "负半轴带斜率" in chinese.say(mistake)


def test_a_question_of_the_course_is_found_by_its_id(chinese: Words):
    """Its id is the mistake's with a question mark."""
    assert chinese.say(message("relu/leaky-slope?")) == "x = −100 时应当输出什么？"


def test_an_unknown_id_is_shown_as_it_is(english: Words):
    """A newer judge may say what an older course has no words for."""
    assert english.say(message("value.new", a=1, b="x")) == "value.new (a=1, b=x)"


def test_a_syntax_error_has_words_of_its_own(english: Words, chinese: Words):
    """Nothing ran from top to bottom: Python could not read the file."""
    error = message("load.raised", type="SyntaxError", message="'(' was never closed", line=1)

    assert english.say(error) == (
        "Python cannot read your code: something in line 1 is not written as Python is "
        "('(' was never closed)."
    )
    assert chinese.say(error).startswith("Python 无法读取你的代码：第 1 行不符合")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("masked array", "是掩码数组"), ("dtype datetime64[D]", "dtype datetime64[D]")],
)
def test_a_reason_is_said_in_the_language_if_it_is_known(
    reason: str, expected: str, chinese: Words
):
    """What the sandbox saw is told in its own few words."""
    assert f"：{expected}（T）" in chinese.say(message("refused.answer", reason=reason, seen="T"))


def test_a_missing_parameter_is_named(english: Words):
    """Rather than ending the report."""
    assert english.say(message("missing.name")).startswith("Your submission does not define ⟨name⟩")


def test_a_parameter_cannot_speak(english: Words):
    """It is neither a template nor a terminal command."""
    said = english.say(message("missing.name", name="%(near)s \x1b[2J\u202e", near="[[x||y]]"))

    assert "define %(near)s ⟨U+202E⟩." in said
    assert "define [[x||y]]" in said


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, "Stopped."),
        ({"line": "3"}, "Stopped in line 3."),
        ({"line": "3", "cell": "2"}, "Stopped in cell 2, line 3."),
        ({"line": "", "cell": "2"}, "Stopped."),
    ],
)
def test_the_first_wording_that_is_complete_is_taken(params: dict[str, str], expected: str):
    """An empty parameter is a missing one."""
    template = "Stopped[[ in cell %(cell)s, line %(line)s|| in line %(line)s]]."

    assert fill(template, params) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(5.0, "within 5 s"), (0.25, "within 0.25 s")])
def test_a_number_is_written_without_idle_digits(seconds: float, expected: str, english: Words):
    """As a person would write it."""
    assert expected in english.say(message("stopped.time", seconds=seconds))


def test_a_per_cent_sign_is_only_a_sign():
    """Doubled or alone."""
    assert fill("100%% or 50% of %(n)s", {"n": "2"}) == "100% or 50% of 2"


def test_a_course_without_sentences_is_told_which_file(tmp_path: Path):
    """And with a broken one, what is wrong in it."""
    with pytest.raises(CourseError, match=r"messages\.toml: cannot be read"):
        read_words(tmp_path, "en", {})

    (tmp_path / "messages.toml").write_text('value.mistake = "x"')
    with pytest.raises(CourseError, match="expected a sentence, got a dict; write the whole id"):
        read_words(tmp_path, "en", {})


def test_a_broken_catalog_is_told_with_its_file(tmp_path: Path):
    """A translator's slip must not become a page without words."""
    (tmp_path / "messages.toml").write_text('"a" = "b"')
    file = tmp_path / "locale/zh/LC_MESSAGES/harness.po"
    file.parent.mkdir(parents=True)
    file.write_text('mgsid "a"\nmsgstr "b"\n')

    with pytest.raises(CourseError, match=r"harness\.po: cannot be read as a gettext catalog"):
        read_words(tmp_path, "zh", {})
