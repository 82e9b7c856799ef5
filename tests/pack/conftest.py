"""Kits as students have them: packed once, unfolded in a folder of their own."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from harness import ask
from harness.pack import bundle, students


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def packed(course):
    """What students receive for an assignment, as bytes by name."""
    return cache(lambda slug: students.students(course, slug))


@pytest.fixture(scope="session")
def kit(packed, tmp_path_factory):
    """The same, unfolded: nobody writes there."""

    @cache
    def unfolded(slug):
        folder = tmp_path_factory.mktemp("kit") / slug
        bundle.write(packed(slug), folder)
        return ask.Course(folder)

    return unfolded


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """A course of one exercise."""
    root = tmp_path_factory.mktemp("tiny")
    for folder in ("reference", "reports"):
        (root / folder).symlink_to(ROOT / folder)
    folder = root / "assignments" / "activations"
    (folder / "starter").mkdir(parents=True)
    (folder / "starter" / "activations.py").write_text(
        "def relu(x):\n    raise NotImplementedError\n"
    )
    (folder / "drive.py").write_text("def relu(relu, x): return relu(x)\n")
    (folder / "assignment.toml").write_text(
        """
        slug = "activations"
        title = "One activation"
        checks = { value = 1, stability = 1, edges = 1, layout = 1, dtype = 1, aliasing = 1 }
        exercise = [{ name = "relu", oracle = "reference.relu", points = 9, public = ["ordinary"] }]
        """
    )
    return ask.Course(root)


def ran(command, *, cwd, code=None, **environment):
    """What a command printed, run as a student or a platform would."""
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HARNESS_LANG": "en", **environment},
        timeout=300,
        check=False,
    )
    assert code is None or code == done.returncode, done.stdout
    return done.stdout


def harness(*arguments, cwd, code=0, **environment):
    """What `harness …` printed."""
    return ran([sys.executable, "-m", "harness", *arguments], cwd=cwd, code=code, **environment)
