"""`check()` as a student calls it: whose names, which options, what is left behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import harness
from harness import check
from harness.live import CheckError, face
from harness.live.borrowed import borrowed
from harness.model import Outcome
from tests.test_house import ROOT


RIGHT = ROOT / "assignments" / "activations" / "solutions" / "right" / "textbook.py"
LEAKY = "def relu(x): return np.maximum(x, 0.01 * x)"


@pytest.fixture(scope="module")
def right() -> dict:
    """A namespace in which everything is right."""
    names: dict = {}
    exec(compile(RIGHT.read_text(), str(RIGHT), "exec"), names)
    return names


def truths() -> dict:
    """The oracles that anybody could import."""
    return {name: one for name, one in sys.modules.items() if name.split(".")[0] == "reference"}


def leaky(right: dict) -> dict:
    names = dict(right)
    exec(LEAKY, names)
    return names


def test_what_is_right_passes(right):
    """All points of the public questions, and the walls honestly called none."""
    result = check("activations", right, lang="en")

    assert result.passed
    assert (result.score, result.max_score) == (100, 100)
    assert result.data["isolation"] == "none"
    assert "100 of 100 points" in repr(result)


def test_the_callers_names_are_meant_where_none_are_given(right):
    """In a plain shell and in a script: the globals of whoever calls."""
    names = leaky(right)
    exec("from harness import check\nresult = check('activations', only='relu')", names)

    assert not names["result"].passed
    assert (
        names["result"].data["exercises"][0]["findings"][0]["mistake"] == "relu/small-leaky-slope"
    )


def test_a_module_is_a_namespace_too(right, tmp_path, monkeypatch):
    """check("activations", my_module)."""
    (tmp_path / "mine_to_check.py").write_text(RIGHT.read_text())
    monkeypatch.syspath_prepend(tmp_path)
    import mine_to_check

    assert check("activations", mine_to_check, only="tanh").passed


def test_only_counts_what_was_asked(right):
    """One exercise by its name, or several."""
    one = check("activations", right, only="relu")
    two = check("activations", right, only=["relu", "tanh"])

    assert (one.score, one.max_score) == (8, 8)
    assert [e["name"] for e in two.data["exercises"]] == ["relu", "tanh"]


def test_how_to_check_again_is_said_as_it_is_done_here(right):
    """A command of a terminal helps nobody in a notebook."""
    shown = repr(check("activations", leaky(right), lang="en"))

    assert 'check("activations", only="relu")' in shown
    assert "harness check" not in shown


@pytest.mark.parametrize(
    ("level", "code", "counterexample"),
    [(0, "value.wrong", False), (1, "value.wrong", True), (2, "value.mistake", True)],
)
def test_hints_are_as_many_as_were_wished_for(right, level, code, counterexample):
    """Some want to find it by themselves."""
    result = check("activations", leaky(right), hints=level)
    found = result.data["exercises"][0]["findings"][0]
    bundle = result._repr_mimebundle_()

    assert found["code"] == code
    assert (found["counterexample"] is not None) == counterexample
    assert [("leaky" in bundle[kind]) for kind in ("text/plain", "text/html")] == [level > 1] * 2


def test_the_language_is_that_of_the_surroundings_or_the_one_wished_for(right, monkeypatch):
    """$HARNESS_LANG, or lang=."""
    monkeypatch.setenv("HARNESS_LANG", "zh_CN.UTF-8")

    assert "激活函数" in repr(check("activations", right))
    assert "Activation functions" in repr(check("activations", right, lang="en"))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda names: check("activatoins", names), 'Did you mean "activations"'),
        (lambda names: check(names["relu"], names), "in quotes"),
        (lambda names: check("activations", names, only="reul"), 'Did you mean "relu"'),
        (lambda names: check("activations", names, hints=7), "a whole number from 0 to 3"),
        (lambda names: check("activations", names, lang="de"), '"en" or "zh"'),
        (lambda names: check("activations", 3), "globals()"),
        (lambda names: check("activations", names, course="/nowhere/at/all"), "is no course"),
    ],
)
def test_a_wrong_call_is_one_sentence(right, call, sentence):
    """A notebook shows it without our frames."""
    with pytest.raises(CheckError) as caught:
        call(right)

    assert sentence in str(caught.value)
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_nothing_is_left_behind(right):
    """No name, no module of the course's, no generator that went on."""
    names = leaky(right)
    exec("import random; noise = lambda: (np.random.random(), random.random())", names)
    exec("np.random.seed(3); random.seed(3)", names)
    expected = names["noise"]()
    exec("np.random.seed(3); random.seed(3)", names)
    before, modules = dict(names), truths()

    check("activations", names)

    assert names == before
    assert truths() == modules
    assert names["noise"]() == expected


def test_a_module_of_the_students_called_reference_stays_theirs(right, monkeypatch):
    """It is there before and after, and is not taken for the truth."""
    import types

    theirs = types.ModuleType("reference")
    monkeypatch.setitem(sys.modules, "reference", theirs)

    assert check("activations", right, only="relu").passed
    assert sys.modules["reference"] is theirs


def test_the_second_check_finds_all_prepared(right, monkeypatch):
    """What our own code answers is worked out once."""
    check("activations", right)
    grader = next(iter(face._DESK.graders.values()))
    monkeypatch.setattr(
        type(grader.bench), "_truth", lambda *_: pytest.fail("worked out a second time")
    )

    assert check("activations", right).passed


def test_a_course_that_changed_is_read_again(right, tmp_path):
    """An instructor edits an oracle while a notebook is open."""
    for folder in ("reference", "reports"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copytree(
        ROOT / "assignments" / "activations",
        tmp_path / "assignments" / "activations",
        ignore=shutil.ignore_patterns("solutions"),
    )
    assert check("activations", right, only="relu", course=tmp_path).passed
    oracle = tmp_path / "reference" / "relu.py"
    oracle.write_text(oracle.read_text().replace("np.maximum(x, 0", "np.maximum(x, 1"))

    changed = check("activations", right, only="relu", course=tmp_path)

    assert [e.outcome for e in changed._grade.exercises] == [Outcome.FAILED]
    assert check("activations", right, only="relu").passed


@pytest.mark.parametrize(
    "line",
    [
        "import json.decoder as x",
        "from json import loads",
        "from json.decoder import JSONDecoder",
        "def helper():\n    from json import loads",
        "class A:\n    def f(self):\n        def g():\n            import json.decoder",
    ],
)
def test_packages_that_will_not_be_there_are_seen(line):
    """At the top of a cell, or where a function imports for itself."""
    names: dict = {"__name__": "__main__"}
    exec(f"import math\n{line}", names)

    assert borrowed(names, ("torch", "json", "numpy")) == ["json"]


def test_a_package_that_is_taken_away_is_told_first(right, monkeypatch):
    """All is right here, and will not be where the work is graded."""
    monkeypatch.setattr(face, "borrowed", lambda names, packages: list(packages)[:1])

    result = check("activations", right, lang="en")

    assert "live.package" == next(one["code"] for one in result.data["findings"])
    assert "uses the package torch" in repr(result).split("✓")[0]
    assert result.score == 100


def test_the_notebook_is_called_by_its_name_where_that_is_known(right, monkeypatch):
    """Jupyter and VS Code say it in different ways."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert check("activations", {**right, "__file__": None}, lang="en").data["label"] == (
        "your notebook"
    )
    monkeypatch.setenv("JPY_SESSION_NAME", "homework/one.ipynb")
    assert check("activations", right).data["label"] == "one.ipynb"
    named = {**right, "__vsc_ipynb_file__": "/somewhere/two.ipynb"}
    assert check("activations", named).data["label"] == "two.ipynb"


def test_importing_the_harness_imports_nothing():
    """A notebook that only imports check waits for nothing."""
    heavy = (
        "[name for name in ('numpy', 'torch', 'IPython', 'harness.live') if name in sys.modules]"
    )
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys; from harness import check; print({heavy})"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert ran.stdout == "[]\n"
    assert harness.check.__doc__


def test_it_works_where_torch_is_not_installed(tmp_path):
    """Assignments in NumPy need NumPy alone, and IPython is not woken."""
    script = tmp_path / "mine.py"
    script.write_text(
        RIGHT.read_text()
        + "\nimport sys\nsys.modules['torch'] = None\nfrom harness import check\n"
        + "print(check('activations', lang='en'))\nprint('IPython' in sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.stdout.endswith("100 of 100 points\nFalse\n"), ran.stderr
    assert Path(script).name in ran.stdout


def test_it_works_where_there_are_no_alarms_no_forks_and_no_locks(tmp_path):
    """As on Windows, as far as that can be played here."""
    script = tmp_path / "mine.py"
    script.write_text(
        "import sys, os, signal, subprocess, multiprocessing\n"
        "for name in ('fcntl', 'resource', 'pwd', 'grp', 'termios', 'tty', 'pty'):\n"
        "    sys.modules[name] = None\n"
        "del os.fork, os.getuid, os.EX_PROTOCOL, signal.SIGALRM, signal.setitimer\n"
        f"{RIGHT.read_text()}\nfrom harness import check\nprint(check('activations', lang='en'))\n"
    )
    ran = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.stdout.endswith("100 of 100 points\n"), ran.stderr


def test_a_check_within_a_check_is_refused(right):
    """Code that checks itself while it is checked would never come to an end."""
    names = {**right, "relu": lambda x: check("activations", right)}

    (relu,) = check("activations", names, only="relu").data["exercises"]

    assert relu["findings"][0]["message"]["params"]["type"] == "CheckError"
    assert check("activations", right, only="relu").passed


def test_a_course_whose_reports_are_older_is_told_as_text(right, tmp_path):
    """It has no template for a notebook's table: the check screen is shown."""
    for folder in ("reference", "assignments"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    shutil.copytree(
        ROOT / "reports", tmp_path / "reports", ignore=shutil.ignore_patterns("cell.*", "samples")
    )

    bundle = check("activations", right, only="relu", course=tmp_path)._repr_mimebundle_()

    assert set(bundle) == {"text/plain", "application/vnd.harness.result+json"}
