"""The graders that are compared: how one is set up for a class, run, and seen to have graded it."""

import csv
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import small


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A class that is ready to be graded by one command."""

    command: Sequence[str | Path]
    check: Callable[[], int]
    """How many submissions have full points afterwards."""
    folder: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One grader in one way of running it."""

    name: str
    prepare: Callable[[Path, int], Prepared]
    """A class of so many in an empty folder."""
    peer: bool = False
    slow: bool = False
    """Whether every submission imports torch anew: not run for large classes."""


def ours(sandbox: str, jobs: int) -> Tool:
    """`harness grade`, reports and all."""

    def prepare(folder: Path, count: int) -> Prepared:
        course, batch = small.course(folder / "course"), small.batch(folder / "batch", count)
        out = folder / "out"

        def check() -> int:
            with (out / "grades.csv").open(newline="") as file:
                rows = list(csv.DictReader(file))
            assert len(list((out / "reports").iterdir())) == count
            return sum(row["score"] == row["max_score"] for row in rows)

        command = small.grade(batch, course, out, jobs=jobs, sandbox=sandbox)
        environment = {"PYTHONPATH": str(small.ROOT)}
        return Prepared(command=command, check=check, environment=environment)

    name = f"harness grade --sandbox {sandbox} --jobs {jobs}"
    return Tool(name=name, prepare=prepare, slow=not sandbox.startswith("zygote"))


def bare() -> Tool:
    """The lower bound."""

    def prepare(folder: Path, count: int) -> Prepared:
        course, batch = small.course(folder / "course"), small.batch(folder / "batch", count)
        script = small.ROOT / "benchmarks" / "bare.py"
        command: list[str | Path] = [sys.executable, script, course, batch]
        environment = {"PYTHONPATH": str(small.ROOT)}
        return Prepared(command=command, check=lambda: count, environment=environment)

    return Tool(name="bare loop in one warm interpreter", prepare=prepare)
