"""The peers: otter-grader and nbgrader, in an environment of their own, made at the first run."""

import csv
import json
import os
import shutil
import subprocess
import venv
from pathlib import Path
from typing import Any

import small
from platformdirs import user_cache_path
from tools import Prepared, Tool


OTTER, NBGRADER = "otter-grader==7.0.0", "nbgrader==0.9.6"
HOME = user_cache_path("dl-harness") / "benchmarks" / "peers"
BIN = HOME / "bin"
CASES = (
    "relu(np.array([-1.0, 0.0, 2.5])).tolist() == [0.0, 0.0, 2.5]",
    "relu(np.zeros((2, 3))).shape == (2, 3)",
    "relu(np.ones(3, np.float32)).dtype == np.float32",
)
"""What the peers ask; ours asks some forty questions."""


def otter() -> Tool:
    """`otter run`, one submission after the other: without Docker it takes one at a time."""

    def prepare(folder: Path, count: int) -> Prepared:
        batch, tests = small.batch(folder / "batch", count), folder / "tests"
        tests.mkdir()
        cases = [{"code": f">>> import numpy as np\n>>> {one}\nTrue"} for one in CASES]
        suite = [{"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}]
        test = {"name": "relu", "points": 5, "suites": suite}
        (tests / "relu.py").write_text(f"OK_FORMAT = True\n\ntest = {test!r}\n")
        call("otter", "generate", "-t", tests, "-o", folder / "autograder.zip", folder=folder)
        loop = (
            f"for file in '{batch}'/*.py; do out=out/$(basename \"$file\" .py); mkdir -p $out; "
            f"'{BIN}/otter' run \"$file\" -a autograder.zip -o $out --no-logo; done"
        )
        return Prepared(
            command=["sh", "-ec", loop],
            check=lambda: sum(map(_full_otter, (folder / "out").glob("*/results.json"))),
            folder=folder,
            environment=environment(),
        )

    return Tool(name="otter run", prepare=prepare, peer=True, slow=True)


def nbgrader() -> Tool:
    """`nbgrader autograde`, its own batch, which has no option for more than one at a time."""

    def prepare(folder: Path, count: int) -> Prepared:
        (folder / "nbgrader_config.py").write_text(
            "c = get_config()\nc.CourseDirectory.course_id = 'benchmark'\n"
        )
        source = folder / "source" / "ps1" / "ps1.ipynb"
        source.parent.mkdir(parents=True)
        source.write_text(json.dumps(_notebook()))
        call("nbgrader", "generate_assignment", "ps1", "--create", folder=folder)
        release = json.loads((folder / "release" / "ps1" / "ps1.ipynb").read_text())
        for file in sorted(small.batch(folder / "batch", count).glob("*.py")):
            release["cells"][0]["source"] = file.read_text()
            handed_in = folder / "submitted" / file.stem / "ps1" / "ps1.ipynb"
            handed_in.parent.mkdir(parents=True)
            handed_in.write_text(json.dumps(release))
        return Prepared(
            command=[BIN / "nbgrader", "autograde", "ps1"],
            check=lambda: _full_nbgrader(folder),
            folder=folder,
            environment=environment(),
        )

    return Tool(name="nbgrader autograde", prepare=prepare, peer=True, slow=True)


def _notebook() -> dict[str, Any]:
    """The instructor's notebook: a cell to fill in, and a cell with points for each test."""
    solution = f"### BEGIN SOLUTION\n{small.CODE}\n### END SOLUTION"
    cells = [_cell("relu", solution, grade=False, solution=True)]
    for number, case in enumerate(CASES):
        test = f"import numpy as np\nassert {case}"
        marks = {"grade": True, "solution": False, "points": 2 if number else 1}
        cells.append(_cell(f"test{number}", test, **marks))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    version = {"nbformat": 4, "nbformat_minor": 5}
    return {**version, "metadata": {"kernelspec": kernel}, "cells": cells}


def _cell(name: str, source: str, **marks: bool | int) -> dict[str, Any]:
    marked = {"schema_version": 3, "task": False, "locked": False, "grade_id": name, **marks}
    return {
        "cell_type": "code",
        "id": name,
        "source": source,
        "metadata": {"nbgrader": marked},
        "execution_count": None,
        "outputs": [],
    }


def _full_otter(file: Path) -> bool:
    tests = json.loads(file.read_text())["tests"]
    graded = [test for test in tests if test.get("max_score")]
    return bool(graded) and all(test["score"] == test["max_score"] for test in graded)


def _full_nbgrader(folder: Path) -> int:
    call("nbgrader", "export", folder=folder)
    with (folder / "grades.csv").open(newline="") as file:
        return sum(float(row["score"]) == float(row["max_score"]) for row in csv.DictReader(file))


def environment() -> dict[str, str]:
    """How the peers find their own Python."""
    return {"PATH": f"{BIN}:{os.environ['PATH']}", "PYTHONPATH": ""}


def call(program: str, *arguments: str | Path, folder: Path) -> None:
    """Run one of the peers' programs, or show what it said."""
    done = subprocess.run(
        [BIN / program, *arguments],
        cwd=folder,
        env={**os.environ, **environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{program} failed:\n{done.stdout}\n{done.stderr}")


def install() -> None:
    """Make the peers' environment, unless the very same is there."""
    ours = (small.ROOT / "constraints.txt").read_text().splitlines()
    wanted = [OTTER, NBGRADER, *(one for one in ours if one.startswith(("torch==", "numpy==")))]
    mark = HOME / "requirements.txt"
    if mark.exists() and mark.read_text().splitlines() == wanted:
        return
    print(f"installing {', '.join(wanted)} into {HOME}: some minutes", flush=True)
    shutil.rmtree(HOME, ignore_errors=True)
    venv.create(HOME, with_pip=True)
    subprocess.run([BIN / "pip", "install", "--quiet", *wanted], check=True)
    mark.write_text("\n".join(wanted))
