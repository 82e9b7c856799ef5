"""What tests of the hall share: a course that is quickly graded, and how."""

from pathlib import Path

import pytest

from harness.grade import Recipe


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def small_course(tmp_path_factory):
    """One exercise of ours, so that many submissions take little time."""
    root = tmp_path_factory.mktemp("course")
    for folder in ("reference", "reports"):
        (root / folder).symlink_to(ROOT / folder)
    folder = root / "assignments" / "activations"
    folder.mkdir(parents=True)
    (folder / "drive.py").write_text("def relu(relu, x): return relu(x)\n")
    (folder / "assignment.toml").write_text(
        """
        slug = "activations"
        title = "One activation"
        checks = { value = 1, stability = 1, edges = 1, layout = 1, dtype = 1, aliasing = 1 }
        exercise = [{ name = "relu", oracle = "reference.relu", points = 9, public = ["ordinary"] }]
        """
    )
    return root


@pytest.fixture
def recipe(small_course):
    """Grades the small course in plain processes, without reports."""
    return Recipe(
        course=small_course,
        slug="activations",
        sandbox="process",
        secret=b"secret",
        language="en",
        rendered=False,
    )
