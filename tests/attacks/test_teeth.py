"""What earns nothing here earns full points where the student's process has a say."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.attack import HERE, attacks
from tests.attacks.bait import HONEST


NAIVE = HERE / "naive.py"
FOOLING = [attack for attack in attacks() if attack.fools == "naive"]


def points(file: Path, folder: Path) -> int:
    """What a grader that believes the last line and the exit status would enter."""
    (folder / "targets.py").write_text("")
    ran = subprocess.run(
        [sys.executable, "-B", str(NAIVE), str(file)],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = ran.stdout.strip().splitlines()
    return 5 if ran.returncode == 0 and said and said[-1] == "points: 5" else 0


def test_the_usual_grader_is_right_about_honest_work(tmp_path):
    """Right code has its points, wrong code has none."""
    for name, source in {"right": HONEST, "wrong": HONEST.replace("maximum", "minimum")}.items():
        (tmp_path / f"{name}.py").write_text(source)

    assert [points(tmp_path / f"{name}.py", tmp_path) for name in ("right", "wrong")] == [5, 0]


@pytest.mark.parametrize("attack", FOOLING, ids=lambda attack: attack.id)
def test_the_usual_grader_is_fooled(attack, tmp_path):
    """So the attack is one, and that it fails here means something."""
    assert points(attack.file, tmp_path) == 5


def test_there_are_attacks_that_fool_it():
    """Ten at least."""
    assert len(FOOLING) >= 10
