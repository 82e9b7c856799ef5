"""`harness explain` as a student uses it."""

import inspect
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import cache
from importlib import import_module

import pytest

from harness import ask
from harness.report import explain
from harness.report.words import read_words
from tests.cli.test_cli import ROOT, harness
from tests.course import marked


COURSE = ask.find(None)
LANGUAGES = ("en", "zh")


@pytest.fixture
def read_once(monkeypatch):
    """Assignments are read once for hundreds of questions."""
    monkeypatch.setattr(import_module("harness.ask.subjects"), "read", cache(ask.read))


def test_a_code_is_explained_in_the_readers_language():
    """As it stands behind a finding, with or without its brackets."""
    said = harness("explain", "[value.differs]")

    assert said.startswith("value.differs  numbers that are not")
    assert "|y − e| ≤ r · |e| + a · max |e|" in said
    assert "\x1b" not in said
    assert "期望值 e 由参考实现用 float64 算出" in harness(
        "explain", "value.differs", "--lang", "zh"
    )


def test_a_mistake_has_its_question_and_the_handouts_mathematics():
    """By the name that a result gives it."""
    said = harness("explain", "sigmoid/both-halves-alike")

    assert "? " in said
    assert "All your numbers are those of the edited reference" in said
    assert "σ′(x) = e⁻ˣ / (1 + e⁻ˣ)²" in said


def test_without_a_code_everything_is_listed_in_groups():
    """So that nobody has to know a code."""
    said = harness("explain", HARNESS_LANG="zh")

    assert "\n训练\n" in said
    assert "  training.accumulated  先前各步的梯度还在\n" in said


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("value.mistak", '"value.mistake"'),
        ("relu/leaky-slope", '"relu/small-leaky-slope"'),
        ("activations", "Its exercises are: relu, sigmoid"),
        ("zzzzzz", "harness explain lists what there is"),
        ("", "harness explain lists what there is"),
        ("shape.foo", '"shape"'),
        ("RELU", '"relu"'),
        ("intake.*", "These begin so: intake.main.*, intake.empty"),
        ("training", "These begin so: training.accuracy, training.untrained"),
        ("batch_norm", '"BatchNorm"'),
    ],
)
def test_what_nobody_knows_gets_a_guess(code, hint):
    """The exit code is that of wrong use."""
    said = harness("explain", code, code=2)

    assert f'"{code}"' in said
    assert hint in said
    assert "Traceback" not in said


def test_another_course_explains_its_own_exercises(tmp_path):
    """By its own texts, handouts and words."""
    for folder in ("assignments/data", "reference", "reports"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("solutions", "__pyc*")
        )
    (tmp_path / "reports/explain/en.md").write_text(
        "# G\n## value.differs: own title\n\nown text\n"
    )
    there = ("--course", tmp_path)

    assert "own text" in harness("explain", "value.differs", *there)
    assert "From the handout: 4. split" in harness("explain", "split/no-row-is-lost", *there)
    assert '"relu"' in harness("explain", "relu", *there, code=2)


def test_colours_are_for_terminals_and_for_who_asks():
    """A pager may want them; NO_COLOR is obeyed."""
    assert "\x1b[" in harness("explain", "layout", "--color", "always")
    assert "\x1b[" in harness("explain", "layout", FORCE_COLOR="1", NO_COLOR="")
    assert "\x1b[" not in harness("explain", "layout", FORCE_COLOR="1", NO_COLOR="1")


def test_an_old_terminal_is_spared_what_it_cannot_print():
    """ASCII in place of mathematics; no crash."""
    said = harness("explain", "value.differs", PYTHONIOENCODING="ascii")

    assert "|y - e| <= r * |e|" in said
    assert said.isascii()


@pytest.mark.parametrize("code", ["training.diverged", "value.mistake", "layout"])
def test_a_code_is_explained_without_numpy_and_torch(code):
    """It is text, and comes at once."""
    script = (
        f"import sys; sys.argv = ['harness', 'explain', {code!r}]\n"
        "from harness.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code)\n"
        "print(sorted({'numpy', 'torch', 'jinja2', 'sqlite3', 'reference'} & set(sys.modules)))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert ["0", "[]"] == ran.stdout.splitlines()[-2:]


def test_a_mistake_is_explained_without_torch():
    """Also one of an assignment that uses it."""
    script = (
        "import sys; sys.modules['torch'] = None\n"
        "sys.argv = ['harness', 'explain', 'build_model/no-convolution']\n"
        "from harness.cli import main\n"
        "main()\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert 0 == ran.returncode, ran.stderr
    assert "build_model/no-convolution" in ran.stdout


@pytest.mark.parametrize("slug", marked(COURSE.slugs))
def test_no_line_of_the_reference_and_no_edit_is_ever_printed(slug, read_once):
    """That would be the answer. What the handout itself shows is no secret."""
    assignment = ask.read(COURSE, slug)
    handouts = "".join((assignment.folder / f"handout.{one}.md").read_text() for one in LANGUAGES)
    oracles = ask.oracles(assignment, COURSE).values()
    secret = _secrets({oracle.module for oracle in oracles})
    codes = {
        one.id
        for oracle in oracles
        for one in (*oracle.mistakes, *oracle.conventions, *oracle.laws.values())
    }

    assert len(secret) > 20
    for language in LANGUAGES:
        words = read_words(COURSE.reports, language, {})
        shown = set()
        for code in sorted(codes):
            for subject in ask.subjects(COURSE, code, language):
                once = subject.passages not in shown  # the same for all of a topic
                shown.add(subject.passages)
                page = subject if once else replace(subject, passages=())
                said = explain.screen([explain.of_subject(page, words)], width=10_000)
                assert code in said
                assert [] == [line for line in secret if line in said and line not in handouts]


def _secrets(modules) -> set[str]:
    """Statements of the oracles, and both sides of every edit."""
    found: set[str] = set()
    for module in modules:
        body = inspect.getsource(module).partition("\nPROBES")[0]
        body = re.sub(r'"""[\s\S]*?"""', "", body)
        found |= {line.strip() for line in body.splitlines()}
        for edit in (*module.MISTAKES, *getattr(module, "CONVENTIONS", ())):
            found |= {edit.right.strip(), edit.wrong.strip()}
    return {line for line in found if len(line) > 12 and re.search(r"[=(*/]", line)}
