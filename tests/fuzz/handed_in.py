"""Fuzz the reading of archives, notebooks and modules: any bytes are a Submission, never an error.

    python tests/fuzz/handed_in.py tests/fuzz/corpus/handed_in -max_total_time=1200

The first byte chooses the suffix.
"""

import sys
import tempfile
from pathlib import Path

import atheris


with atheris.instrument_imports(include=["harness.intake"]):
    from harness import intake

ROOM = Path(tempfile.mkdtemp(prefix="fuzz-"))
SUFFIXES = (".zip", ".ipynb", ".py")


def one(data: bytes) -> None:
    """Hand the bytes in as a file."""
    if not data:
        return
    file = ROOM / f"work{SUFFIXES[data[0] % len(SUFFIXES)]}"
    file.write_bytes(data[1:])
    try:
        [source] = intake.batch(file, "activations")
        submission = intake.read(source, "activations")
    finally:
        file.unlink()
    blocked = any(finding.blocking for finding in submission.findings)
    if (submission.main is None) != blocked:
        raise AssertionError(f"main {submission.main!r}, blocked {blocked}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
