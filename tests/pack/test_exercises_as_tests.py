"""`pytest` in a student's folder: exercises are tests; anywhere else it is as it was."""

import shutil
import sys
from xml.etree import ElementTree as ET

import pytest

from tests.pack.conftest import ROOT, ran


SOLUTIONS = ROOT / "assignments" / "activations" / "solutions"
ID = "harness-kit.toml::activations::"


@pytest.fixture
def folder(kit, tmp_path):
    """A student's folder with wrong work in it."""
    found = tmp_path / "work"
    shutil.copytree(kit("activations").root, found)
    shutil.copy(SOLUTIONS / "wrong" / "leaky.py", found / "activations.py")
    return found


def run(*arguments, cwd, code):
    """What pytest printed, with our plugin and no other."""
    command = [sys.executable, "-m", "pytest", "-p", "harness.testing", *arguments]
    return ran(command, cwd=cwd, code=code, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")


def test_every_exercise_is_a_test_and_a_failure_is_its_screen(folder):
    """With mistake, counterexample and question, and no frame of ours."""
    said = run("-v", "--junitxml=report.xml", cwd=folder, code=1)

    assert f"{ID}relu FAILED" in said
    assert f"{ID}softmax_backward PASSED" in said
    assert "1 failed, 7 passed" in said
    assert "All your numbers are exactly those of a known mistake: small leaky slope." in said
    assert "harness/testing.py" not in said
    cases = {case.get("name"): case for case in ET.parse(folder / "report.xml").iter("testcase")}
    assert "small leaky slope" in (cases["relu"].find("failure").text or "")
    assert cases["tanh"].find("failure") is None
    assert "activations" in cases["relu"].get("classname")


def test_k_chooses_exercises_and_only_they_are_checked(folder):
    """Another exercise that never ends costs no time."""
    with (folder / "activations.py").open("a") as file:
        file.write("\n\ndef tanh(x):\n    while True:\n        pass\n")

    said = run("-v", "-k", "sigmoid and not backward", cwd=folder, code=0)

    assert f"{ID}sigmoid PASSED" in said
    assert "1 passed, 7 deselected" in said


def test_one_test_can_be_asked_for_by_its_id(folder):
    """As a test explorer does."""
    assert "1 passed" in run(f"{ID}tanh", cwd=folder, code=0)


def test_a_file_that_cannot_be_read_fails_every_test_with_the_reason(folder):
    """The line stands in each of them."""
    (folder / "activations.py").write_text("def relu(x):\n    return (\n")

    said = run("-k", "relu", cwd=folder, code=1)

    assert "2 failed" in said
    assert "Python cannot read your code" in said
    assert "line 2" in said


def test_no_work_at_all_is_a_sentence(folder):
    """Not a traceback."""
    for name in ("activations.py", "activations.ipynb"):
        (folder / name).unlink()

    said = run("-k", "tanh", cwd=folder, code=1)

    assert "there is neither activations.py nor activations.ipynb here" in said
    assert "Traceback" not in said


def test_a_setting_makes_tests_of_a_submission_without_a_kit(tmp_path):
    """For a checkout of the course, or the wheel that carries it."""
    shutil.copy(SOLUTIONS / "right" / "textbook.py", tmp_path / "activations.py")
    (tmp_path / "pytest.ini").write_text("[pytest]\nharness = activations\n")

    said = run("-v", "-k", "relu", cwd=tmp_path, code=0)

    assert "activations.py::activations::relu PASSED" in said


def test_a_run_without_a_kit_is_left_alone(tmp_path):
    """Nothing is collected, nothing heavy is imported."""
    (tmp_path / "activations.py").write_text("raise RuntimeError('imported')\n")
    (tmp_path / "test_plain.py").write_text(
        "import sys\n"
        "def test_nothing_of_ours():\n"
        "    assert not {'harness.grade', 'numpy', 'click'} & set(sys.modules)\n"
    )

    assert "1 passed" in run(cwd=tmp_path, code=0)


def test_a_marker_that_is_none_is_an_error_of_collection(tmp_path):
    """With the file's name."""
    (tmp_path / "harness-kit.toml").write_text("schema = 1\n")

    said = run(cwd=tmp_path, code=2)

    assert "this is no marker of a kit" in said
