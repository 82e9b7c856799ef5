"""One digest for the same work, however it was packed and whoever handed it in."""

import hashlib
from collections.abc import Iterator, Mapping

from harness.intake.gather import Work


def digest(work: Work) -> str:
    """SHA-256 over the main file's name and the files in the order of their names.

    Where nothing can be run, the reasons count too: two submissions without a readable file are
    the same only if they are so for the same reason.
    """
    total = hashlib.sha256()
    for part in _parts(work):
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()


def _parts(work: Work) -> Iterator[bytes]:
    yield b"" if work.main is None else work.main.encode()
    yield from _flat(work.files)
    for finding in work.findings:
        if finding.blocking:
            yield finding.code.encode()
            yield repr(sorted(finding.message.params.items())).encode()


def _flat(files: Mapping[str, bytes]) -> Iterator[bytes]:
    yield len(files).to_bytes(8, "big")
    for path in sorted(files):
        yield path.encode()
        yield files[path]
