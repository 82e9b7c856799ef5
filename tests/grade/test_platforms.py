"""From a platform's download to its gradebook and back, as an instructor does it."""

import csv
import io
import json
import re
import shutil
import zipfile

import pandas as pd
import pytest

from tests.grade.test_batch import RELU, done, harness
from tests.intake.downloads import canvas_gradebook, canvas_zip, moodle_zip, people


BODIES = (*RELU.values(), "np.maximum(x, 0).astype(np.float64)")
"""Two are right, two wrong, one uses a name that does not exist, one has some of the points."""
WORKS = [f"import numpy as np\ndef relu(x):\n    return {body}\n".encode() for body in BODIES]


def grade(course, batch, out, *more, code=0):
    arguments = ("grade", batch, "-a", "activations", "-o", out, "--seed", "7", "--jobs", "2")
    return done(harness(*arguments, "--course", course, *more), code)


def scores(out):
    rows = csv.DictReader(io.StringIO((out / "grades.csv").read_text("utf-8")))
    return {row["submission"]: row for row in rows}


def round_trip(course, tmp_path, count, *more):
    """Canvas's zip, collected, graded, and written into Canvas's gradebook."""
    column, out = "HW3 激活函数 (98765)", tmp_path / "out"
    path = canvas_zip(tmp_path / "course-hw3_submissions.zip", count, WORKS)
    book = canvas_gradebook(tmp_path / "grades.csv", count, column, "9.00")

    done(harness("collect", path, "-o", tmp_path / "batch"))
    grade(course, tmp_path / "batch", out, *more)
    said = done(
        harness("export", "canvas", out, "--into", book, "--column", column,
                "-o", tmp_path / "upload.csv")
    )  # fmt: skip

    return said, book.read_bytes(), (tmp_path / "upload.csv").read_bytes(), scores(out)


def held_together(count, book, upload, graded):
    """Everybody has the grade of their own folder, and nothing else of the file is different."""
    before, after = book.splitlines(keepends=True), upload.splitlines(keepends=True)
    assert len(before) == len(after)
    by_number = {name.rpartition("_")[2]: row for name, row in graded.items()}
    assert len(by_number) == count
    for old, new in zip(before[3:-1], after[3:-1], strict=True):
        (number,) = re.findall(rb'^"[^"]*",(\d+),', old)
        score = float(by_number[number.decode()]["score"])
        assert new == old.replace(b",,77.1", b",%.2f,77.1" % score)
    assert [*before[:3], before[-1]] == [*after[:3], after[-1]]
    assert len({row["score"] for row in graded.values()}) > 2


def test_a_class_on_canvas_from_zip_to_gradebook(small_course, tmp_path):
    """Twelve students: Chinese names, late ones, new versions, a zip in a zip."""
    said, *files = round_trip(small_course, tmp_path, 12, "--sandbox", "process")

    held_together(12, *files)
    assert "12 grades written" in said
    assert "Student, Test" in said


@pytest.mark.slow
def test_three_hundred_on_canvas_from_zip_to_gradebook(small_course, tmp_path):
    """The size of a real course."""
    said, *files = round_trip(small_course, tmp_path, 300)

    held_together(300, *files)
    assert "300 grades written" in said


def test_a_class_on_moodle_from_download_to_feedback(small_course, tmp_path):
    """Each participant gets their own report back, under the number that Moodle gave them."""
    path, out = moodle_zip(tmp_path / "m.zip", 5, WORKS), tmp_path / "out"

    done(harness("collect", path, "-o", tmp_path / "batch"))
    grade(small_course, tmp_path / "batch", out, "--sandbox", "process")
    done(harness("export", "moodle-feedback", out, "--into", path, "-o", tmp_path / "feedback.zip"))

    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(pages) == {
        f"{name}_{number}_assignfeedback_file/report.html" for number, name in people(5)
    }
    by_number = {name.rpartition("_")[2]: row for name, row in scores(out).items()}
    for name, page in pages.items():
        number = name.split("_")[1]
        shown = re.search(r'<p class="score"><b>([\d.]+)</b>', page)
        assert shown is not None
        assert shown[1] == by_number[number]["score"]
        assert f"_{number}<" in page


def test_collect_says_what_a_person_has_to_look_at(tmp_path):
    """Who is missing, who is unknown, what was refused; in doubt exit code 2 and nothing made."""
    roster = tmp_path / "roster.csv"
    roster.write_text("学号,姓名,ID\n00123,王小明,1000\n00999,没来,\n", "utf-8")
    path = canvas_zip(tmp_path / "c.zip", 12, WORKS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("eve_7_7_hw3.py", bytes(30_000_000))

    said = done(harness("collect", path, "-o", tmp_path / "batch", "--roster", roster))

    assert "canvas: 12 files of 13 submissions, 2 late." in said
    assert "1 with a version to choose" in said
    assert "1 submissions hold no file that can be taken: eve_7" in said
    assert "12 submissions are of nobody on the roster" in said
    assert "1 on the roster handed in nothing" in said
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("notes.txt", "more.txt"):
            archive.writestr(name, "x")
    said = done(harness("collect", path, "-o", tmp_path / "other"), code=2)
    assert "14 of 16 files look like canvas" in said
    assert not (tmp_path / "other").exists()
    said = done(harness("collect", path, "-o", tmp_path / "other", "--kind", "canvas"))
    assert "2 files were not taken" in said


@pytest.fixture(scope="module")
def once(small_course, tmp_path_factory):
    """A batch of five that was graded, one of them late."""
    home = tmp_path_factory.mktemp("graded")
    path = canvas_zip(home / "c.zip", 5, WORKS[:2])
    done(harness("collect", path, "-o", home / "batch"))
    grade(small_course, home / "batch", home / "out", "--sandbox", "process")
    return home


@pytest.fixture
def graded(once, tmp_path):
    """The same for each test, to do with it what it likes."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "batch", tmp_path / "out"


RULES = """
[late]
percent_per_day = 10
unknown_days = 2

[[override]]
student = "1000"
exercise = "relu"
points = "7/2"
reason = "<b>题目有误</b>"
"""


def test_rules_are_kept_and_told_everywhere(small_course, graded):
    """JSON, page, overview, table and export agree, and a re-grade runs nothing again."""
    batch, out = graded
    (out / "overrides.toml").write_text(RULES, "utf-8")

    said = grade(small_course, batch, out, "--sandbox", "process")
    after = scores(out)

    assert "5 were graded before" in said
    (mine,) = [name for name in after if name.endswith("_1000")]
    (late,) = [name for name in after if name.endswith("_1004")]
    assert (after[mine]["score"], after[mine]["judged_score"]) == ("3.5", "9")
    assert after[mine]["adjustments"] == "override relu 9 → 3.5: <b>题目有误</b>"
    assert (after[late]["score"], after[late]["late_days"]) == ("7.2", "2")
    result = json.loads((out / "results" / f"{mine}.json").read_text("utf-8"))
    assert (result["exact"], result["exercises"][0]["exact"]) == ("7/2", "7/2")
    assert result["adjustments"][0]["reason"] == "<b>题目有误</b>"
    page = (out / "reports" / f"{mine}.html").read_text("utf-8")
    assert "relu was set from 9 to 3.5 points by hand: &lt;b&gt;题目有误&lt;/b&gt;" in page
    assert "this takes 1.8 points" in (out / "reports" / f"{late}.html").read_text("utf-8")
    overview = (out / "index.html").read_text("utf-8")
    assert "Changed by your rules" in overview
    assert "&lt;b&gt;题目有误" in overview
    done(harness("export", "csv", out, "-o", out / "own.csv"))
    frame = pd.read_csv(out / "own.csv", dtype=str).set_index("submission")
    assert (frame.score[mine], frame.late_days[late]) == ("3.5", "2")


def test_rules_that_go_leave_no_trace_and_are_missed(small_course, graded):
    """The judged grade was kept; losing the file by accident is told."""
    batch, out = graded
    before = {p.name: p.read_bytes() for p in (out / "results").iterdir()}
    file = out.parent / "rules.toml"
    file.write_text(RULES, "utf-8")

    grade(small_course, batch, out, "--sandbox", "process", "--overrides", file)
    changed = {p.name for p in (out / "results").iterdir() if p.read_bytes() != before[p.name]}
    said = grade(small_course, batch, out, "--sandbox", "process")

    assert len(changed) == 2
    assert "2 grades were changed by overrides before and no longer are" in said
    assert before == {p.name: p.read_bytes() for p in (out / "results").iterdir()}
    assert (
        (out / "grades.csv")
        .read_text()
        .startswith("submission,assignment,score,max_score,status\n")
    )


def test_rules_survive_a_grading_from_scratch(small_course, graded):
    """--fresh judges anew; what a person decided is still there."""
    batch, out = graded
    (out / "overrides.toml").write_text(RULES, "utf-8")

    said = grade(small_course, batch, out, "--sandbox", "process", "--fresh")

    assert "0 were graded before" in said
    assert min(row["score"] for row in scores(out).values()) == "3.5"


def test_a_slip_in_the_rules_stops_before_anything_runs(small_course, graded):
    """And an override for nobody is named."""
    batch, out = graded
    (out / "overrides.toml").write_text(RULES.replace("relu", "rleu"), "utf-8")

    assert 'Did you mean "relu"' in grade(small_course, batch, out, code=2)
    text = RULES.replace("1000", "10000").replace("unknown_days = 2", "")
    (out / "overrides.toml").write_text(text, "utf-8")
    said = grade(small_course, batch, out, "--sandbox", "process")

    assert "name '10000', who is not in this batch" in said
    assert "1 submissions are marked late, nobody knows by how much" in said


def test_compare_says_who_moved_and_why(small_course, graded, tmp_path):
    """Exit code 1 if anybody did, 0 if nobody."""
    batch, out = graded
    again = shutil.copytree(out, tmp_path / "again")

    assert "5 the same, 0 up, 0 down" in done(harness("compare", out, again))

    (again / "overrides.toml").write_text(RULES, "utf-8")
    (changed,) = batch.glob("*_1001/activations.py")
    changed.write_bytes(WORKS[2])
    grade(small_course, batch, again, "--sandbox", "process")

    said = done(harness("compare", out, again), code=1)
    data = json.loads(done(harness("compare", out, again, "--json"), code=1))

    assert "2 the same, 0 up, 3 down" in said
    assert "because: other files were handed in" in said
    assert "because: overrides or the late rule" in said
    assert "new: relu/small-leaky-slope" in said
    moved = {one["submission"].rpartition("_")[2]: one for one in data["moved"]}
    assert set(moved) == {"1000", "1001", "1004"}
    assert moved["1004"]["exact"] == "-9/5"
    assert moved["1001"]["causes"] == ["work"]


def test_nothing_is_compared_or_exported_that_was_not_graded(tmp_path):
    """And no ledger is made by looking for one."""
    (tmp_path / "empty").mkdir()

    assert "nothing was graded" in done(harness("compare", tmp_path / "empty", tmp_path), code=2)
    assert "--into" in done(
        harness("export", "moodle", tmp_path / "empty", "-o", tmp_path / "x.csv"), code=2
    )
    assert not list((tmp_path / "empty").iterdir())


def test_a_download_is_never_written_over(small_course, graded, tmp_path):
    """The result needs a name of its own."""
    _, out = graded
    book = canvas_gradebook(tmp_path / "g.csv", 5, "HW (5)", "9.00")
    before = book.read_bytes()

    said = done(harness("export", "canvas", out, "--into", book, "-o", book), code=2)

    assert "is the downloaded file itself" in said
    assert book.read_bytes() == before
