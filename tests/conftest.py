"""What many tests share: the course of this checkout."""

from pathlib import Path

import pytest

from harness import ask


ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def course() -> ask.Course:
    """The course that the checkout carries."""
    return ask.Course(ROOT)
