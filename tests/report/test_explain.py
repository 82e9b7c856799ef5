"""The long texts: one for every code in both languages, and pages that fit a terminal."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.text import Text as Line

from harness.ask.assignment import CHECKS
from harness.model import CourseError, Outcome, Passage, Subject
from harness.report import explain
from harness.report.explanations import explanation, explanations, more
from harness.report.markdown import breaks, folded, joined, printable
from harness.report.text import screen
from harness.report.words import Words, read_words
from tests.report.build import exercise, finding, grade
from tests.report.grades import LEAKY, TEXTS


ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "reports"
NO_CODES = re.compile(r"(question|check|outcome|status|limit|reason|class|place)\.")
"""Sentences that are no finding: names of checks, words for an outcome, questions."""
SENTENCES = tomllib.loads((REPORTS / "messages.toml").read_text("utf-8"))
CODES = sorted({one.partition("/")[0] for one in SENTENCES if not NO_CODES.match(one)})
LANGUAGES = ("en", "zh")
FORBIDDEN_FIRST = "，。、；：？！）」』》"


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return read_words(REPORTS, request.param, TEXTS)


def test_every_code_that_can_stand_in_a_result_is_explained(words: Words):
    """A new finding needs a text in both languages: reports/explain/."""
    assert len(CODES) > 100
    assert [] == [code for code in CODES if explanation(words, code) is None]


def test_every_code_in_the_source_has_a_sentence_and_so_an_explanation():
    """A finding is made of a code that stands somewhere as a string."""
    kinds = {code.partition(".")[0] for code in CODES}
    shape = re.compile(rf"({'|'.join(sorted(kinds))})\.[a-z][a-z_-]*(\.[a-z-]+)*")
    said = set()
    for module in (ROOT / "harness").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and shape.fullmatch(node.value):
                said.add(node.value)

    assert {"value.mistake", "training.slow", "load.raised"} < said
    assert [] == sorted(said - set(SENTENCES))


def test_every_check_is_explained(words: Words):
    """By the name that assignments give it."""
    assert [] == [check for check in CHECKS if explanation(words, check) is None]


def test_nothing_is_explained_that_nobody_says(words: Words):
    """A code that was renamed leaves its text behind."""
    known = {*CODES, *CHECKS}
    left = []
    for code in explanations(REPORTS, words.language):
        family = code.removesuffix("*")
        if code not in known and not (family != code and any(c.startswith(family) for c in known)):
            left.append(code)

    assert [] == left


def test_both_languages_explain_the_same_in_the_same_order():
    """Group by group."""
    english, chinese = (explanations(REPORTS, one) for one in LANGUAGES)

    assert list(english) == list(chinese)
    assert [e.codes for e in english.values()] == [c.codes for c in chinese.values()]


def test_each_text_is_written_in_its_language():
    """Nobody finds an English paragraph in the Chinese file, or an empty one."""
    for one in explanations(REPORTS, "zh").values():
        for part in (one.group, one.passage.title, one.passage.text):
            assert re.search(r"[\u4e00-\u9fff]{2}", part), one.codes
    for one in explanations(REPORTS, "en").values():
        assert not re.search(r"[\u4e00-\u9fff]", one.passage.text), one.codes
        assert len(one.passage.text) > 100


def test_formulas_and_code_are_the_same_in_both_languages():
    """Whatever is quoted as code in one text is quoted in the other."""
    for code in explanations(REPORTS, "en"):
        english, chinese = (explanations(REPORTS, one)[code].passage.text for one in LANGUAGES)

        assert _quoted(english) == _quoted(chinese), code


def _quoted(text: str) -> set[str]:
    return {" ".join(one.split()) for one in re.findall(r"`([^`]+)`", text)}


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(width: int, words: Words):
    """And no Chinese line begins with a comma."""
    pages = [explain.contents(words)]
    pages += [
        explain.of_code(one, code) for code, one in explanations(REPORTS, words.language).items()
    ]
    for line in explain.screen(pages, width=width).splitlines():
        assert cell_len(line) <= width
        assert line.strip()[:1] not in tuple(FORBIDDEN_FIRST)


def test_without_colour_nothing_acts_on_the_terminal(words: Words):
    """With colour the same letters are there."""
    page = [lambda: explain.of_code(explanation(words, "value.differs"), "value.differs")]
    plain = explain.screen(one() for one in page)
    coloured = explain.screen((one() for one in page), colour=True)

    assert "\x1b" not in plain
    assert "\x1b" in coloured
    assert _bare(plain) == _bare(re.sub(r"\x1b\[[\d;]*m", "", coloured))


def _bare(text: str) -> str:
    return "".join(text.replace("`", "").split())


def test_code_is_set_off_by_colour_or_else_by_backticks(english: Words):
    """Without colours `a == b` would run into the sentence."""
    page = [explain.of_code(explanation(english, "law.broken"), "law.broken")]

    assert "`a == b` for two calls" in explain.screen(page, width=100)


def test_a_family_explains_its_members_only(words: Words):
    """`intake.zip.*` is for every zip; the check `shape` is not for a code `shape.new`."""
    assert explanation(words, "intake.zip.bomb") == explanation(words, "intake.zip")
    assert explanation(words, "load.raised/SyntaxError") == explanation(words, "load.raised")
    assert None is explanation(words, "shape.new")
    assert None is explanation(words, "intake")
    assert None is explanation(words, "")


def test_the_screen_says_where_more_is_told(words: Words):
    """Of a mistake by its name, of all else by its code."""
    other = finding("dtype.changed", "dtype")
    shown = screen(
        grade(exercise("relu", Outcome.FAILED, findings=(LEAKY, other))), words, width=99
    )

    assert " harness explain relu/leaky-slope\n" in shown
    assert " harness explain dtype.changed\n" in shown


def test_nothing_is_promised_that_is_not_there(words: Words, tmp_path: Path):
    """A code that nobody explains, and a course without explanations."""
    bare = Words(words.language, words.sentences, words.translation, words.texts, tmp_path)

    assert None is more(finding("brand.new", "value"), words)
    assert None is more(finding("dtype.changed", "dtype"), bare)
    assert "harness explain" not in screen(
        grade(exercise("f", Outcome.FAILED, findings=(finding("brand.new", "value"),))), words
    )


def test_a_page_of_a_mistake_has_name_question_meaning_and_mathematics(english: Words):
    """In this order, with the command to check again."""
    subject = Subject(
        code="t/m",
        kind="mistake",
        slug="course",
        title={"en": "Title", "zh": "标题"},
        exercises=("f",),
        name={"en": "slip", "zh": "笔误"},
        question={"en": "Why?", "zh": "为什么？"},
        passages=(Passage(title="4. `f`", text="    f = 1\n\n### Sub\n\ntext"),),
    )
    shown = explain.screen([explain.of_subject(subject, english)])
    said = ["t/m  a known mistake", "Title · f", "\nslip\n", "? Why?", "four times"]
    said += ["From the handout: 4. f", "    f = 1", "Sub", "Again: harness check course --only f"]
    places = [shown.find(one) for one in said]

    assert -1 not in places
    assert places == sorted(places)


def test_lines_break_between_chinese_letters():
    """Not before a comma, not after an opening quote, and never within an English word."""
    assert ["一二三", "四，五"] == [one.plain for one in folded(Line("一二三四，五"), 7)]
    assert ["一二", "三，四"] == [one.plain for one in folded(Line("一二三，四"), 6)]
    assert ["一二", "“三”"] == [one.plain for one in folded(Line("一二“三”"), 6)]
    assert ["一 word", "二"] == [one.plain for one in folded(Line("一 word二"), 7)]
    assert ["one", "two"] == [one.plain for one in folded(Line("one two"), 4)]
    assert ["abcd", "ef"] == [one.plain for one in folded(Line("abcdef"), 4)]
    assert ["a", "b"] == [one.plain for one in folded(Line("a\nb"), 9)]
    assert [] == breaks("", 4)


def test_source_lines_of_chinese_are_joined_without_a_space():
    """In prose only; code keeps its lines, and list items stay apart."""
    assert "一二" == joined("一\n二")
    assert "一，**二**三" == joined("一，\n**二**\n三")
    assert "一、`word`" == joined("一、\n`word`")
    assert "一：\n- 二" == joined("一：\n- 二")
    assert "一：\n\n二" == joined("一：\n\n二")
    assert "一：\n1. 二" == joined("一：\n1. 二")
    assert "一\nword\n二" == joined("一\nword\n二")
    assert "- 一\n- 二" == joined("- 一\n- 二")
    assert "一\n\n    二\n    三\n\n四五" == joined("一\n\n    二\n    三\n\n四\n五")
    assert "```\n一\n二\n```\n" == joined("```\n一\n二\n```\n")


def test_old_terminals_get_letters_that_they_have():
    """x² is x^2 where there is no ²; what a terminal has is left alone."""
    assert "x^12 <= beta_1, m^, 1/2?" == printable("x¹² ≤ β₁, m̂, ½一", "ascii")
    assert "x² <= 1" == printable("x² ≤ 1", "latin-1")
    assert "一 - 二 ≤" == printable("一 − 二 ≤", "gbk")
    assert "² 一" == printable("² 一", "utf-8")
    assert "a?" == printable("a一", "no-such-encoding")
    assert "a" == printable("a", None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# G\n## a.b\ntext\n", ":2: expected"),
        ("## a.b: one\n## c.d, a.b: two\n", '"a.b" is explained twice'),
    ],
)
def test_a_file_that_cannot_be_understood_is_named(text: str, reason: str, tmp_path: Path):
    """With the line, for whoever writes the course."""
    (tmp_path / "explain").mkdir()
    (tmp_path / "explain" / "en.md").write_text(text)

    with pytest.raises(CourseError, match=re.escape(str(tmp_path))) as told:
        explanations(tmp_path, "en")
    assert reason in str(told.value)


def test_a_course_in_english_alone_is_explained_in_english(tmp_path: Path):
    """And one without texts explains nothing."""
    (tmp_path / "explain").mkdir()
    (tmp_path / "explain" / "en.md").write_text("## a.b, c: title: with colon\n\ntext\n")

    found = explanations(tmp_path, "zh")
    assert ["a.b", "c"] == list(found)
    assert ("title: with colon", "text") == (found["c"].passage.title, found["c"].passage.text)
    assert {} == explanations(tmp_path / "nowhere", "en")
