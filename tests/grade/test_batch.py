"""A batch may be interrupted, killed and started again: nothing is lost, nothing is doubled."""

import csv
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest


ROOT = Path(__file__).resolve().parents[2]
TIMES = {"seconds"}
RELU = {
    "right": "np.maximum(x, 0)",
    "branches": "np.where(x > 0, x, 0)",
    "leaky": "np.where(x > 0, x, 0.01 * x)",
    "absolute": "np.abs(x)",
    "unfinished": "undefined",
}


def harness(*arguments, **options) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HARNESS_LANG": "en"}
    return subprocess.Popen(
        [sys.executable, "-m", "harness", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        # whoever runs the tests in the background has silenced Ctrl-C
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        **options,
    )


def grade(course: Path, batch: Path, out: Path, *more) -> subprocess.Popen:
    arguments = ("grade", batch, "-a", "activations", "-o", out, "--seed", "7", "--jobs", "2")
    return harness(*arguments, "--sandbox", "process", "--course", course, *more)


def done(process: subprocess.Popen, code: int = 0) -> str:
    said, _ = process.communicate(timeout=900)
    assert code == process.returncode, said
    return said


def batch_of(folder: Path, count: int) -> Path:
    """Students' modules with small edits, so that no two are the same work."""
    folder.mkdir()
    for number in range(count):
        body = list(RELU.values())[number % len(RELU)]
        text = f"import numpy as np\ndef relu(x):\n    return {body}\nNUMBER = {number}\n"
        (folder / f"student{number:03}.py").write_text(text)
    return folder


def timeless(value):
    """A grade without what a clock said."""
    if isinstance(value, dict):
        return {k: timeless(v) for k, v in value.items() if k not in TIMES}
    return [timeless(item) for item in value] if isinstance(value, list) else value


def ledger(out: Path) -> dict[str, object]:
    with closing(sqlite3.connect(out / "ledger.sqlite")) as db:
        rows = db.execute("select name, assignment, submission, seed, grade from grades").fetchall()
    assert len(rows) == len({row[0] for row in rows})
    return {row[0]: (*row[1:4], timeless(json.loads(row[4]))) for row in rows}


def killed_at_random(start, out: Path, times: int, rng: np.random.Generator) -> None:
    """Kill a run with SIGKILL, each time after some more grades are in the ledger."""
    for _ in range(times):
        process = start()
        before, wanted = len(list((out / "results").glob("*"))), int(rng.integers(1, 4))
        while process.poll() is None and len(list((out / "results").glob("*"))) < before + wanted:
            time.sleep(float(rng.uniform(0.0, 0.1)))
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def undisturbed(small_course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    batch = batch_of(folder / "batch", 15)
    return batch, folder / "out", done(grade(small_course, batch, folder / "out"))


def test_the_four_faces_are_there(undisturbed):
    """grades.csv, results, reports and index, one of each for each submission."""
    batch, out, said = undisturbed
    names = {file.stem for file in batch.iterdir()}

    text = (out / "grades.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert ["submission", "assignment", "score", "max_score", "status"] == list(rows[0])
    assert names == {row["submission"] for row in rows}
    assert names == {file.stem for file in (out / "results").iterdir()}
    assert names == {file.stem for file in (out / "reports").iterdir()}
    assert (out / "index.html").read_text().lower().startswith("<!doctype html>")
    assert "15 submissions: 6 with full points, 9 lost points, 0 void" in said


def test_a_run_that_is_killed_again_and_again_ends_like_an_undisturbed_one(
    small_course, undisturbed, tmp_path
):
    """kill -9 at random moments, then the same command: the same ledger."""
    batch, out, _ = undisturbed

    def start():
        return grade(small_course, batch, tmp_path / "out")

    killed_at_random(start, tmp_path / "out", 3, np.random.default_rng(0))
    done(start())

    assert ledger(out) == ledger(tmp_path / "out")
    assert (out / "grades.csv").read_bytes() == (tmp_path / "out" / "grades.csv").read_bytes()


@pytest.mark.slow
def test_two_hundred_submissions_survive_five_kills(tmp_path):
    """The same with the whole assignment and a large class."""
    batch = tmp_path / "batch"
    batch.mkdir()
    files = sorted((ROOT / "assignments" / "activations" / "solutions").glob("*/*.py"))
    for number in range(200):
        text = files[number % len(files)].read_text()
        (batch / f"student{number:03}.py").write_text(f"{text}\nNUMBER = {number}\n")
    done(grade(ROOT, batch, tmp_path / "calm"))

    def start():
        return grade(ROOT, batch, tmp_path / "out")

    killed_at_random(start, tmp_path / "out", 5, np.random.default_rng(1))
    done(start())

    assert 200 == len(ledger(tmp_path / "calm"))
    assert ledger(tmp_path / "calm") == ledger(tmp_path / "out")


def test_what_is_graded_is_kept_and_what_changed_is_graded_anew(
    small_course, undisturbed, tmp_path
):
    """A second run grades one edited file; a withdrawn one disappears everywhere."""
    batch, out, _ = undisturbed
    shutil.copytree(batch, tmp_path / "batch")
    shutil.copytree(out, tmp_path / "out")
    (tmp_path / "batch" / "student000.py").write_text("def relu(x): return x\n")
    (tmp_path / "batch" / "student001.py").unlink()

    said = done(grade(small_course, tmp_path / "batch", tmp_path / "out"))

    assert "13 were graded before" in said
    assert "student001" not in ledger(tmp_path / "out")
    assert not (tmp_path / "out" / "reports" / "student001.html").exists()
    assert "student001" not in (tmp_path / "out" / "grades.csv").read_text()


def test_a_lost_report_is_written_again_without_grading(small_course, undisturbed, tmp_path):
    """The ledger is what counts; files can be made from it."""
    batch, out, _ = undisturbed
    shutil.copytree(out, tmp_path / "out")
    (tmp_path / "out" / "reports" / "student003.html").unlink()

    said = done(grade(small_course, batch, tmp_path / "out"))

    assert "15 were graded before" in said
    assert (tmp_path / "out" / "reports" / "student003.html").exists()


def test_an_interrupted_run_keeps_what_it_has(small_course, undisturbed, tmp_path):
    """Ctrl-C: exit code 130, and the files of what was graded are there."""
    batch, _, _ = undisturbed
    process = grade(small_course, batch, tmp_path / "out")
    while not list((tmp_path / "out" / "reports").glob("*.html")):
        time.sleep(0.05)
        assert process.poll() is None
    process.send_signal(signal.SIGINT)

    done(process, code=130)

    assert (tmp_path / "out" / "grades.csv").exists()
    assert 1 <= len(ledger(tmp_path / "out")) <= 15


def test_no_hidden_question_is_in_what_students_receive(undisturbed):
    """Findings on hidden questions have neither call nor numbers; the ledger has them to show."""
    _, out, _ = undisturbed
    for file in (out / "results").iterdir():
        for exercise in json.loads(file.read_text())["exercises"]:
            for finding in exercise["findings"]:
                if finding["hidden"]:
                    assert finding["counterexample"] is None
                    assert finding["trace"] is None
