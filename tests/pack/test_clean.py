"""A student's machine: no torch, no reference, no course; another system, another folder."""

import re
import shutil
import sys

import pytest

from tests.pack.conftest import ROOT, harness, ran


WRONG = ROOT / "assignments" / "activations" / "solutions" / "wrong" / "leaky.py"
RIGHT = ROOT / "assignments" / "activations" / "solutions" / "right" / "textbook.py"
_BLOCK = """
import os, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in GONE:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
GONE = {"torch", "reference"}
"""
_OTHERS = """
import asyncio, concurrent.futures.process, multiprocessing, shutil, subprocess, tempfile
import urllib.request, babel.messages.mofile, babel.messages.pofile, click, filelock, IPython
import jinja2, numpy, platformdirs, psutil, rich.console
"""
"""What asks for the system while it is imported, and is not ours."""
_RUN = """
sys.meta_path.insert(0, Blocked())
from harness.cli import main
sys.argv = ["harness", *sys.argv[1:]]
main()
"""
CLEAN = _BLOCK + _RUN
MAC = _BLOCK + _OTHERS + 'sys.platform = "darwin"\n' + _RUN
WINDOWS = (
    _BLOCK
    + _OTHERS
    + """
GONE |= {"fcntl", "resource", "pwd", "grp", "termios"}
for name in GONE:
    sys.modules.pop(name, None)
for name in ("fork", "getuid", "geteuid", "set_blocking", "sched_getaffinity", "killpg"):
    if hasattr(os, name):
        delattr(os, name)
sys.platform = "win32"
"""
    + _RUN
)


@pytest.fixture(scope="module")
def folder(kit, tmp_path_factory):
    """A student's folder, with wrong work in it."""
    found = tmp_path_factory.mktemp("student") / "work"
    shutil.copytree(kit("activations").root, found)
    shutil.copy(WRONG, found / "activations.py")
    return found


def check(program, folder, *more, code):
    """What `harness check activations` prints there."""
    return ran(
        [sys.executable, "-c", program, "check", "activations", *more], cwd=folder, code=code
    )


def test_a_kit_needs_neither_torch_nor_the_reference(folder):
    """In its folder, as a student would, without a word on where the course is."""
    said = check(CLEAN, folder, code=1)

    assert "small leaky slope" in said
    assert "a small number, or none at all?" in said
    assert "92 of 100 points" in said


def test_right_work_passes_from_a_folder_below(folder):
    """The kit is found around the folder."""
    below = folder / "notes"
    below.mkdir()
    shutil.copy(RIGHT, below / "activations.py")

    assert "100 of 100 points" in check(CLEAN, below, code=0)


def test_a_kit_works_where_there_is_no_zygote(folder):
    """On macOS the plain process is what there is."""
    said = check(MAC, folder, "--only", "relu", "--json", code=1)

    assert '"isolation": "process"' in said
    assert '"mistake": "relu/small-leaky-slope"' in said


def test_a_kit_works_where_no_process_can_be_kept_in_hand(folder):
    """On Windows the work runs where it is checked, and the verdict says so."""
    said = check(WINDOWS, folder, "--json", code=1)

    assert '"isolation": "here"' in said
    assert '"mistake": "relu/small-leaky-slope"' in said


def test_nothing_is_graded_there(folder, tmp_path):
    """A sentence that says what to do, and no traceback of ours."""
    whole = WINDOWS.replace(', "reference"', "")  # who grades has the reference
    said = ran(
        [sys.executable, "-c", whole, "grade", str(folder), "-a", "activations", "-o",
         str(tmp_path / "out"), "--course", str(ROOT)],
        cwd=tmp_path, code=2,
    )  # fmt: skip

    assert "Grade on Linux" in said
    assert "Traceback" not in said


def test_list_shows_the_kit(folder):
    """Its one assignment, hidden checks and all, by name and points."""
    said = ran([sys.executable, "-c", CLEAN, "list"], cwd=folder, code=0)

    assert ["activations"] == [line.split()[0] for line in said.splitlines()]


def test_grading_does_not_take_the_kit_for_the_course(folder, tmp_path):
    """And refuses it where somebody names it."""
    command = [sys.executable, "-m", "harness", "grade", ".", "-a", "activations", "-o", tmp_path]

    said = ran([*command, "--course", folder], cwd=folder, code=2)

    assert "public questions only" in said


def test_a_question_of_a_kit_can_be_asked_again_alone(folder, tmp_path):
    """By its handle, as of the course; one that the kit does not have is named with a remedy."""
    cache = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    told = harness("check", "activations", "--only", "relu", cwd=folder, code=1, **cache)
    case = re.search(r"--case (\w+)", told)[1]

    again = harness("check", "activations", "--case", case, cwd=folder, code=1, **cache)
    gone = harness("check", "activations", "--case", "ffffff", cwd=folder, code=2, **cache)

    assert "relu(np.array(-" in again
    assert "ffffff" in gone


def test_a_template_of_a_kit_reaches_nothing_of_the_machine(folder, tmp_path):
    """A page is made where the judge is, and a kit may come from anybody."""
    evil = tmp_path / "kit"
    shutil.copytree(folder, evil)
    trace = tmp_path / "trace"
    (evil / "reports" / "student.html.j2").write_text(
        "{{ cut.__globals__['__builtins__']['open'](" + repr(str(trace)) + ", 'w') }}\n"
    )

    page = ("--only", "relu", "--format", f"html:{tmp_path / 'page.html'}")
    said = harness("check", "activations", *page, cwd=evil, code=2)

    assert "unsafe" in said
    assert not trace.exists()
