"""Which assignments every run of the tests holds to their solutions; the others take minutes."""

from collections.abc import Iterable
from typing import Any

import pytest


FIRST = frozenset({"activations", "losses", "optimizers"})


def marked(slugs: Iterable[str]) -> list[Any]:
    """Assignments as parameters; `pytest -m course` runs the later ones."""
    return [mark(slug) for slug in slugs]


def mark(slug: str, *more: Any) -> Any:
    """One of them, with more parameters."""
    return pytest.param(slug, *more, marks=[] if slug in FIRST else [pytest.mark.course])
