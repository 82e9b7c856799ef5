"""A place to hand something in."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.intake import read
from harness.model import Submission
from tests.intake.parcel import SLUG, put, source_of


HandIn = Callable[..., Submission]


@pytest.fixture
def hand_in(tmp_path: Path) -> HandIn:
    """Write a file or a folder of files under a name, and read it as a submission."""

    def write(name: str, what: bytes | Mapping[str, bytes], **options: Any) -> Submission:
        return read(source_of(put(tmp_path / "batch" / name, what)), SLUG, **options)

    return write
