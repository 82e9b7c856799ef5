"""What every test of the reports needs: the course's own look and words."""

from pathlib import Path

import pytest

from harness.report.templates import Templates
from harness.report.words import Words
from tests.report.grades import TEXTS


@pytest.fixture(scope="session")
def folder() -> Path:
    return Path(__file__).parents[2] / "reports"


@pytest.fixture(scope="session")
def templates(folder: Path) -> Templates:
    return Templates(folder)


@pytest.fixture(scope="session")
def english(templates: Templates) -> Words:
    return templates.words("en", TEXTS)


@pytest.fixture(scope="session")
def chinese(templates: Templates) -> Words:
    return templates.words("zh", TEXTS)
