"""What many tests share: the course of this checkout."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import ask
from harness.model import THREADS


for _name, _count in THREADS.items():  # several runs of tests share the processors as well
    os.environ.setdefault(_name, _count)
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True, scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is kept for a student is kept apart from whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform == "linux":
            patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def course() -> ask.Course:
    """The course that the checkout carries."""
    return ask.Course(ROOT)
