"""What the tests hand in, and how they look at what was said about it."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from harness.intake import Source, batch
from harness.model import Submission


SLUG = "activations"
CODE = b"def relu(x):\n    return x\n"


def put(place: Path, what: bytes | Mapping[str, bytes]) -> Path:
    """Write a file, or a folder of files."""
    if isinstance(what, bytes):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(what)
        return place
    place.mkdir(parents=True)
    for path, data in what.items():
        put(place / path, data)
    return place


def source_of(place: Path) -> Source:
    """The source of one entry of a batch."""
    return next(s for s in batch(place.parent, "no-such-slug") if s.path.name == place.name)


def told(submission: Submission) -> dict[str, dict[str, object]]:
    """The findings' parameters by code."""
    for finding in submission.findings:
        assert finding.costs == finding.blocking, finding
        assert finding.message.id == finding.code
    blocked = any(finding.blocking for finding in submission.findings)
    assert blocked == (submission.main is None)
    return {finding.code: dict(finding.message.params) for finding in submission.findings}


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A plain zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return buffer.getvalue()


def ipynb(*sources: object, **changes: object) -> bytes:
    """A notebook of code cells, with some top-level keys changed."""
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "metadata": {},
            "execution_count": 7,
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(sources)
    ]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **changes}
    return json.dumps(whole).encode()
