"""A small assignment, submissions to it, and questions."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from harness.model import (
    Assignment,
    Broken,
    Evidence,
    Exercise,
    Job,
    Limits,
    Loaded,
    Notebooks,
    Stopped,
    Submission,
)
from harness.sandbox.zygote import backend


DRIVE = b"""
def asked(f, x):
    return f(x)

def innocent(f, x):
    return f(x)
"""
INNOCENT = "def innocent(x):\n    return x + 1\n"
X = np.arange(-3.0, 3.0).reshape(2, 3)


def assignment(
    folder: Path = Path("/nowhere/a/b"), *, notebooks: Notebooks = "fast", **limits: Any
) -> Assignment:
    """Two exercises, `asked` and `innocent`, whose functions are simply called."""
    return Assignment(
        slug="trial",
        title={"en": "Trial"},
        exercises=tuple(
            Exercise(name=name, oracle="reference.trial", points=Fraction(1), public=frozenset())
            for name in ("asked", "innocent")
        ),
        checks={"value": 1},
        limits=Limits(**{"seconds": 20.0, **limits}),
        without=("torch",),
        folder=folder,
        drive=DRIVE,
        digest="",
        notebooks=notebooks,
    )


def submission(source: str | bytes, main: str = "trial.py", **files: bytes) -> Submission:
    """A submission whose main file has this text."""
    text = source.encode() if isinstance(source, str) else source
    return Submission(
        name="s", label="s", files={main: text, **files}, main=main, digest="", findings=()
    )


def job(exercise: str = "asked", x: Any = X) -> Job:
    """A question with one argument."""
    return Job(
        exercise=exercise,
        probe="p",
        check="value",
        hidden=False,
        dtype="float64",
        arguments={"x": x},
    )


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How it went with one submission."""

    loaded: Loaded | Stopped | Broken
    evidence: Sequence[Evidence]
    said: str


def survivors() -> list[str]:
    """What is left of any sandbox: this process has no other children but zygotes.

    What was killed may still be leaving, without a line of its own to run; what lives on stays.
    """
    for _ in range(20):
        left = [child for child in _strangers() if _lives(child)]
        if not left:
            return []
        time.sleep(0.05)
    return [" ".join(child.cmdline()) for child in left if _lives(child)]


def _strangers() -> list[psutil.Process]:
    found = psutil.Process().children(recursive=True)
    ours = set(backend.residents())  # asked second: what waits may be growing
    return [child for child in found if child.pid not in ours]


def _lives(child: psutil.Process) -> bool:
    try:
        alive = child.is_running() and child.status() != psutil.STATUS_ZOMBIE
        return alive and not _serves_a_pool(child)
    except psutil.NoSuchProcess:
        return False


def _serves_a_pool(child: psutil.Process) -> bool:
    """What multiprocessing keeps for the next pool; a worker that it forked looks the same."""
    line = " ".join(child.cmdline())
    forks = "multiprocessing.forkserver" in line and child.ppid() == os.getpid()
    return forks or "resource_tracker" in line


def left_in(place: Path) -> list[Path]:
    """Folders of submissions that were not removed."""
    found = [*place.glob("submission-*"), *place.glob("sandbox-*")]
    return sorted(set(found) - set(backend.folders()))
