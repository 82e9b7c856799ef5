"""What lies around an attack to be taken: a home, a course, a batch, each with a token in it."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.attacks.attack import LINK, PIPE, SLUG


ROOT = Path(__file__).resolve().parents[2]
KINDS = (
    "argv", "beside", "course", "env", "heap", "home", "listener", "neighbour", "secret",
    "sibling-argv", "sibling-env",
)  # fmt: skip
HONEST = """\
import numpy as np


# {canary}
def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
"""
COURSE = f"""
slug = "{SLUG}"
title = {{ en = "Rectifier", zh = "整流器" }}
without = ["torch"]
checks = {{ value = 5, stability = 2, edges = 1, layout = 1, mutation = 1 }}

[[exercise]]
name = "relu"
oracle = "reference.relu"
points = 10
public = ["ordinary", "wide"]

[[exercise]]
name = "relu_backward"
oracle = "reference.relu"
points = 10
public = ["ordinary", "wide"]
"""
FEWER = """

for _probes in PROBES.values():
    for _name in set(_probes) - {"ordinary", "wide", "huge", "around zero", "kink", "read-only"}:
        del _probes[_name]
"""
"""Of the course's own questions those that attacks are about: the others would only take time."""
DRIVE = """
def relu(function, x):
    return function(x)


def relu_backward(function, x, grad_output):
    return function(x, grad_output)
"""


def lay(folder: Path, canaries: Mapping[str, str]) -> tuple[Path, Path]:
    """A home and a course of two exercises on our own reference."""
    home, course = folder / "home", folder / "course"
    assigned = course / "assignments" / SLUG
    for place in (home / ".config", assigned, folder / "tmp", folder / "by"):
        place.mkdir(parents=True)
    (home / ".config" / "token").write_text(canaries["home"])
    (assigned / "assignment.toml").write_text(COURSE, encoding="utf-8")
    (assigned / "drive.py").write_text(DRIVE)
    (assigned / "answers.py").write_text(canaries["course"])
    (course / "reports").symlink_to(ROOT / "reports")
    names = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "reference", course / "reference", ignore=names)
    with (course / "reference" / "relu.py").open("a") as oracle:
        oracle.write(FEWER)
    return home, course


def hand_in(batch: Path, entries: Mapping[str, bytes], canaries: Mapping[str, str]) -> None:
    """A folder of submissions: these, the neighbour's, and a file that is nobody's work."""
    shutil.rmtree(batch, ignore_errors=True)
    for path, content in {
        **entries,
        "neighbour.py": HONEST.format(canary=canaries["neighbour"]).encode(),
        "notes.csv": canaries["beside"].encode(),
    }.items():
        (batch / path).parent.mkdir(parents=True, exist_ok=True)
        put(batch / path, content)


def put(path: Path, content: bytes) -> None:
    """Write a file; what is no content says what else is to lie there."""
    if content.startswith(LINK):
        path.symlink_to(content.removeprefix(LINK).decode())
    elif content == PIPE:
        os.mkfifo(path)
    else:
        path.write_bytes(content)
