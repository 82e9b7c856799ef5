"""Notebooks in a kernel, from a folder to a gradebook: the same grades, and more to look at."""

import csv
import io
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from harness import ask, intake, sandbox
from harness.grade import Grader, Recipe, secret_of
from tests.grade.test_batch import done, harness, ledger
from tests.sandbox.test_contract_notebook import notebook


COURSE = ask.find(None)
RELU = "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)"
ENDLESS = "while True:\n    pass"


def notebooks(slug: str) -> list[intake.Source]:
    """Every notebook among the starters and solutions of an assignment."""
    folder = COURSE.folder(slug)
    roles = ("starter", "solutions/right", "solutions/wrong")
    found = [source for role in roles for source in intake.batch(folder / role, slug)]
    return [one for one in found if str(intake.read(one, slug).main).endswith(".ipynb")]


@cache
def grader(slug: str) -> Grader:
    """One for each assignment: what the oracles answer is computed once for both ways."""
    recipe = Recipe(
        course=COURSE.root,
        slug=slug,
        sandbox=sandbox.choose("auto").name,
        secret=secret_of(0),
        language="en",
    )
    return recipe.grader()


def told(grade):
    """What a grade says, without what a clock said."""
    return (
        [(e.name, e.score, e.outcome, [(f.code, f.mistake) for f in e.findings])
         for e in grade.exercises],
        [(f.code, f.message) for f in grade.findings],
    )  # fmt: skip


def ours() -> list:
    """All our notebooks; those of one assignment in every run, the others with the slow tests."""
    return [
        pytest.param(
            slug, one, id=f"{slug}-{one.name}",
            marks=[] if slug == COURSE.slugs[0] else pytest.mark.slow,
        )
        for slug in COURSE.slugs
        for one in notebooks(slug)
    ]  # fmt: skip


@pytest.mark.parametrize(("slug", "source"), ours())
def test_both_ways_to_run_a_notebook_give_the_same_grade(slug, source):
    """Scores, outcomes, mistakes, and what is said of the cells: for all our own notebooks."""
    judge, grades = grader(slug), []
    for way in ("fast", "kernel"):
        judge.assignment = replace(judge.assignment, notebooks=way)
        grades.append(judge.grade(intake.read(source, slug)))

    assert told(grades[0]) == told(grades[1])
    assert [grade.artefact for grade in grades] == [False, True]
    assert "ipykernel" in grades[1].versions


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    folder = tmp_path / "batch"
    folder.mkdir()
    (folder / "ada.ipynb").write_text(notebook(RELU, "relu(np.array([-1.0, 2.0]))\n1 / 0"))
    (folder / "bob.ipynb").write_text(notebook(RELU, ENDLESS, "'<script>'"))
    (folder / "cem.py").write_text(RELU)
    return folder


def test_a_batch_keeps_the_executed_notebooks(small_course, batch, tmp_path):
    """Linked from the report, named where a cell took too long; swept with what was withdrawn."""
    out = tmp_path / "out"
    course = shutil.copytree(small_course, tmp_path / "course", symlinks=True)
    with (course / "assignments" / "activations" / "assignment.toml").open("a") as toml:
        toml.write("\nlimits = { cell_seconds = 1 }\n")

    def grade(*more: str) -> str:
        arguments = ("grade", batch, "-a", "activations", "-o", out, "--seed", "7", "-j", "1")
        return done(harness(*arguments, "--sandbox", "process", "--course", course, *more))

    grade("--notebooks", "kernel")
    pages = {file.name: file.read_text() for file in (out / "notebooks").iterdir()}
    reports = {file.stem: file.read_text() for file in (out / "reports").iterdir()}
    rows = list(csv.DictReader(io.StringIO((out / "grades.csv").read_text())))

    assert sorted(pages) == ["ada.html", "bob.html"]
    assert "ZeroDivisionError" in pages["ada.html"]
    assert "<script" not in pages["bob.html"]
    assert "../notebooks/ada.html" in reports["ada"]
    assert "Cell 2 ran longer than 1 seconds and was interrupted" in reports["bob"]
    assert "notebooks/" not in reports["cem"]
    assert len({row["score"] for row in rows}) == 1

    first = ledger(out)
    assert "3 were graded before" in grade("--notebooks", "kernel")
    (out / "notebooks" / "ada.html").unlink()
    assert "2 were graded before" in grade("--notebooks", "kernel")
    assert ledger(out) == first
    assert (out / "notebooks" / "ada.html").exists()

    (batch / "ada.ipynb").unlink()
    grade("--notebooks", "kernel")
    assert [file.name for file in (out / "notebooks").iterdir()] == ["bob.html"]

    (batch / "bob.ipynb").write_text(notebook(RELU))
    assert "1 were graded before" in grade("--notebooks", "fast")
    assert list((out / "notebooks").iterdir()) == []
