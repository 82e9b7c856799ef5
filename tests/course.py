"""Which assignment every run of the tests holds to its solutions; all of them take minutes."""

from collections.abc import Iterable
from typing import Any

import pytest


FIRST = "activations"


def marked(slugs: Iterable[str]) -> list[Any]:
    """Assignments as parameters; `pytest -m course` runs the others."""
    return [mark(slug) for slug in slugs]


def mark(slug: str, *more: Any) -> Any:
    """One of them, with more parameters."""
    return pytest.param(slug, *more, marks=[] if slug == FIRST else [pytest.mark.course])
