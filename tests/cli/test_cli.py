"""The commands as people use them: words, codes and files."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]
RIGHT = ROOT / "assignments" / "activations" / "solutions" / "right" / "textbook.py"
WRONG = ROOT / "assignments" / "activations" / "solutions" / "wrong" / "leaky.py"
WALLS = ("--sandbox", "process")


def harness(*arguments, code: int = 0, cwd: Path | None = None, **environment) -> str:
    """What the command printed; it must end with the code."""
    ran = subprocess.run(
        [sys.executable, "-m", "harness", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HARNESS_LANG": "en", **environment},
        timeout=300,
        check=False,
    )
    assert code == ran.returncode, ran.stdout
    return ran.stdout


def test_help_imports_nothing_heavy():
    """A student who types --help gets it at once."""
    script = (
        "import sys; sys.argv = ['harness', '--help']\n"
        "from harness.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'torch', 'rich', 'jinja2', 'babel', 'IPython', 'sqlite3'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert "[]" == ran.stdout.splitlines()[-1]


def test_every_command_is_in_the_help_and_in_the_readme():
    """What exists can be found."""
    from harness.cli import COMMANDS

    said, readme = harness("--help"), (ROOT / "README.md").read_text()

    assert set(COMMANDS) == {
        name for name in COMMANDS if f"  {name}" in said and f"harness {name}" in readme
    }


def test_a_slip_in_a_command_gets_a_guess():
    """The exit code is that of wrong use."""
    assert 'Did you mean "grade"?' in harness("graed", code=2)


def test_list_shows_assignments_and_exercises():
    """Points and titles, in the reader's language."""
    assert "activations" in harness("list")
    assert "relu_backward" in harness("list", "activations")
    assert "激活函数" in harness("list", HARNESS_LANG="zh")


def test_right_work_is_told_in_one_line():
    """Exit code 0, and every exercise by name."""
    said = harness("check", "activations", RIGHT, *WALLS)

    assert "softmax_backward" in said
    assert "100 of 100 points" in said


def test_wrong_work_gets_a_name_a_counterexample_and_a_question():
    """Exit code 1."""
    said = harness("check", "activations", WRONG, "--only", "relu", *WALLS, code=1)

    assert "leaky" in said
    assert "relu(np.array(" in said
    assert "?" in said


def test_the_same_in_chinese():
    """Every sentence of the screen follows the language."""
    said = harness("check", "activations", WRONG, "--only", "relu", "--lang", "zh", *WALLS, code=1)

    assert "relu(np.array(" in said
    assert "All your numbers" not in said


def test_json_is_one_result():
    """For tools: the face that is promised."""
    result = json.loads(harness("check", "activations", WRONG, "--json", *WALLS, code=1))

    assert ("harness/result/v1", "activations", "process") == (
        result["schema"],
        result["assignment"],
        result["isolation"],
    )
    assert 8 == len(result["exercises"])


def test_the_file_is_found_in_the_current_folder(tmp_path):
    """At midnight nobody types paths."""
    (tmp_path / "activations.py").write_text(RIGHT.read_text())

    assert "100 of 100" in harness("check", "activations", *WALLS, cwd=tmp_path)


def test_an_untouched_starter_fails_kindly(tmp_path):
    """Nothing is written yet, and that is what it says."""
    starter = ROOT / "assignments" / "activations" / "starter" / "activations.py"

    said = harness("check", "activations", starter, *WALLS, code=1)

    assert "0 of 100" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("check", "activation", "x.py"), 2, 'Did you mean "activations"?'),
        (("check", "activations", "nowhere.py"), 2, "there is no such file"),
        (("check", "activations", RIGHT, "--only", "rellu"), 2, 'Did you mean "relu"?'),
        (("check", "activations"), 4, "neither activations.py nor activations.ipynb"),
        (("grade", "nowhere", "-a", "activations", "-o", "out"), 2, "there is no such file"),
        (("grade", ".", "-a", "activations", "-o", "out"), 4, "no submissions"),
        (("grade", RIGHT, "-a", "losses.", "-o", "out"), 2, 'Did you mean "losses"?'),
        (("grade", RIGHT, "-a", "activations"), 2, "Missing option"),
        (("grade", RIGHT, "-a", "activations", "-o", "/proc/out"), 2, "cannot be written"),
        (("grade", RIGHT, "-a", "activations", "-o", "out", "--jobs", "0"), 2, "--jobs"),
        (("list", "--course", "nowhere"), 2, "is no course"),
    ],
)
def test_wrong_use_is_one_sentence_with_a_way_out(tmp_path, arguments, code, said):
    """File, key, a guess at what was meant, and the exit code of DESIGN."""
    text = harness(*arguments, code=code, cwd=tmp_path)

    assert said in text
    assert "Traceback" not in text


def test_a_full_disk_loses_nothing(tmp_path):
    """What was graded is in the ledger; the sentence says what to do."""
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    out = tmp_path / "out"
    harness("grade", RIGHT, "-a", "activations", "-o", out, *WALLS)
    (out / "results" / "textbook.json").unlink()
    (out / "results").rename(out / "gone")
    (out / "results").write_text("a file where a folder should be")

    said = harness("grade", RIGHT, "-a", "activations", "-o", out, *WALLS, code=2)

    assert "cannot be written" in said


def test_doctor_says_what_is_here():
    """The sandboxes by name, and which one auto takes."""
    said = harness("doctor")

    assert "process" in said
    assert "bubblewrap" in said
    assert "auto" in said


def test_a_shown_question_can_be_asked_alone(tmp_path):
    """By its handle; it passes once the work is right, and an unknown one is told."""
    said = harness("check", "activations", WRONG, *WALLS, code=1)
    (handle,) = {line.rpartition(" ")[2] for line in said.splitlines() if "--case" in line}

    still = harness("check", "activations", WRONG, "--case", handle, *WALLS, code=1)
    solved = harness("check", "activations", RIGHT, "--case", handle, *WALLS)
    unknown = harness("check", "activations", RIGHT, "--case", "0000", *WALLS, code=2)

    assert "[value.mistake]" in said
    assert "[value.mistake]" not in still  # one answer proves no mistake
    assert "[value.differs]" in still
    assert "✓ relu  This question is answered rightly now." in solved
    assert 'There is no question "0000" of activations here.' in unknown


def test_watching_checks_again_when_the_file_is_saved(tmp_path):
    """Wrong, then right, then wrong again, without starting anything anew; Ctrl-C ends it."""
    file = tmp_path / "activations.py"
    file.write_bytes(WRONG.read_bytes())
    command = [sys.executable, "-m", "harness", "check", "activations", "--watch", *WALLS]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HARNESS_LANG": "en"}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        # whoever runs the tests in the background has silenced Ctrl-C
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as ran:
        verdicts = (line for line in ran.stdout if " points" in line)
        first = next(verdicts)
        _saved_until("100 of 100 points\n", file, RIGHT.read_bytes(), verdicts)
        _saved_until(first, file, WRONG.read_bytes(), verdicts)
        ran.send_signal(signal.SIGINT)
        ran.stdout.read()

    assert "1 to fix" in first
    assert ran.returncode == 1


def _saved_until(verdict: str, file: Path, content: bytes, verdicts) -> None:
    """Save the file until it is judged so: a watcher may not be there at the first time."""
    stop = threading.Event()

    def save() -> None:
        number = 0
        while not stop.wait(0.5):
            number += 1
            file.write_bytes(content + b"\n# %d\n" % number)

    saving = threading.Thread(target=save)
    saving.start()
    try:
        assert any(line == verdict for line in verdicts)
    finally:
        stop.set()
        saving.join()
