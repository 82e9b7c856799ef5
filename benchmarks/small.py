"""What every benchmark grades: a course with one activation, and a class that hands it in."""

import sys
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
SLUG = "activation"
CODE = """\
import numpy as np
import torch


def relu(x):
    return torch.relu(torch.tensor(np.array(x))).numpy()
"""
PLAIN = "import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0)\n"
"""The same without torch, for what is not about torch."""
LEAKY = PLAIN.replace("np.maximum(x, 0)", "np.where(x > 0, x, x.dtype.type(0.01) * x)")
"""A mistake that has a name."""
ODD = PLAIN.replace("np.maximum(x, 0)", "np.maximum(x, 0) - np.sin(x)")
"""Wrong in a way that has none, so that a counterexample has to be found."""
CLASS = (PLAIN, PLAIN, PLAIN, LEAKY, PLAIN, PLAIN, PLAIN, LEAKY, PLAIN, ODD)
"""A class as it may be."""
DRIVE = "def relu(relu, x):\n    return relu(x)\n"
ASSIGNMENT = """\
slug = "activation"
title = "One activation"
checks = { value = 1, stability = 1, edges = 1, layout = 1, dtype = 1, shape = 1, aliasing = 1 }
exercise = [{ name = "relu", oracle = "reference.relu", points = 5, public = ["ordinary"] }]
"""


def course(folder: Path) -> Path:
    """The course: this project's oracle and reports, one exercise, and torch is allowed."""
    assignment = folder / "assignments" / SLUG
    assignment.mkdir(parents=True)
    for shared in ("reference", "reports"):
        (folder / shared).symlink_to(ROOT / shared)
    (assignment / "drive.py").write_text(DRIVE)
    (assignment / "assignment.toml").write_text(ASSIGNMENT)
    return folder


def batch(folder: Path, count: int, codes: tuple[str, ...] = (CODE,)) -> Path:
    """One module for each student; no two are the same work."""
    folder.mkdir(parents=True)
    for number in range(count):
        text = f"{codes[number % len(codes)]}\n\nNUMBER = {number}\n"
        (folder / f"s{number:04}.py").write_text(text)
    return folder


def grade(batch: Path, course: Path, out: Path, *, jobs: int, sandbox: str) -> list[str | Path]:
    """The command that grades it."""
    return [
        *(sys.executable, "-m", "harness", "grade", batch, "-a", SLUG, "-o", out),
        *("--course", course, "--seed", "7", "--jobs", str(jobs), "--sandbox", sandbox),
    ]
