"""One published file from the first mirror that gives it whole: resumed, bounded, checked."""

import hashlib
import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from harness.data.known import Remote
from harness.data.trouble import cannot_write


Tell = Callable[[str, int, int], None]
"""What is going on, and how many bytes of how many are here; 0 of 0 where it cannot be said."""
CHUNK = 1 << 18
SILENCE = 30.0
"""Seconds without a byte after which a mirror is given up."""
TRIES = 5
"""So often one mirror may break off, if each time some bytes came."""


class UnreachableError(Exception):
    """No mirror gave the file; the reason that each of them had."""

    def __init__(self, reasons: Sequence[str]) -> None:
        """One line a mirror."""
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


class _Refusal(Exception):  # noqa: N818  # a mirror says no
    """This mirror does not have the file as it was published."""


def bring(remote: Remote, folder: Path, tell: Tell, mirror: str | None = None) -> Path:
    """The file in `folder`, whole and with the published checksum.

    What came before a connection broke is kept and gone on with, from any mirror. `mirror` is the
    address of a folder that is asked first.
    """
    file, part = folder / remote.name, folder / f"{remote.name}.part"
    if _whole(file, remote):
        return file
    urls = (f"{mirror.rstrip('/')}/{remote.name}",) if mirror else ()
    reasons = []
    for url in (*urls, *remote.urls):
        tell(f"asking {url}", 0, 0)
        try:
            _from_one(url, remote, part, tell)
        except (_Refusal, OSError, http.client.HTTPException, ValueError) as error:
            reasons.append(f"{url}: {_reason(error)}")
        else:
            part.replace(file)
            return file
    raise UnreachableError(reasons)


def _from_one(url: str, remote: Remote, part: Path, tell: Tell) -> None:
    for left in reversed(range(TRIES)):
        before = _size(part)
        if before > remote.size:
            part.unlink()
            before = 0
        try:
            if before < remote.size:
                _stream(url, remote, part, tell)
        except (OSError, http.client.HTTPException):
            if not left or _size(part) <= before:
                raise
            continue
        if _whole(part, remote):
            return
        got = _sha256(part)
        part.unlink()
        if not before:
            raise _Refusal(f"wrong checksum: SHA-256 expected {remote.sha256}, got {got}")
    raise _Refusal("it broke off too often")


def _stream(url: str, remote: Remote, part: Path, tell: Tell) -> None:
    start = _size(part)
    request = urllib.request.Request(  # noqa: S310  # http and https, see below
        url, headers={"User-Agent": "dl-harness"} | ({"Range": f"bytes={start}-"} if start else {})
    )
    if request.type not in {"http", "https"}:
        raise _Refusal("only http and https addresses are fetched from")
    try:
        response = urllib.request.urlopen(request, timeout=SILENCE)  # noqa: S310
    except urllib.error.HTTPError as error:
        error.close()
        raise _Refusal(f"it answers {error.code} {error.reason}") from error
    with response:
        start = _begins(response, start, remote)
        with _writing(part, start) as file:
            _pour(response, file, start, remote, tell)


def _begins(response: http.client.HTTPResponse, start: int, remote: Remote) -> int:
    """At which byte the answer begins; it must be an answer about a file of the right size."""
    if response.status == http.HTTPStatus.PARTIAL_CONTENT:
        said = response.headers.get("Content-Range", "")
        match = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", said)
        if not match or int(match[1]) != start or match[2] not in {"*", str(remote.size)}:
            raise _Refusal(f"another file: bytes {start}-/{remote.size} asked for, got {said!r}")
        return start
    length = response.headers.get("Content-Length")
    if length is not None and int(length) != remote.size:
        raise _Refusal(f"another file: {remote.size:,} bytes expected, got {int(length):,}")
    return 0


def _pour(
    source: http.client.HTTPResponse, file: IO[bytes], done: int, remote: Remote, tell: Tell
) -> None:
    while done < remote.size:
        tell(remote.name, done, remote.size)
        data = source.read1(min(CHUNK, remote.size - done))
        if not data:
            raise ConnectionError(f"it broke off after {done:,} of {remote.size:,} bytes")
        try:
            file.write(data)
        except OSError as error:
            raise cannot_write(Path(file.name).parent, error) from error
        done += len(data)
    tell(remote.name, done, remote.size)


def _writing(part: Path, start: int) -> IO[bytes]:
    try:
        return part.open("ab" if start else "wb", buffering=0)
    except OSError as error:
        raise cannot_write(part.parent, error) from error


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _whole(file: Path, remote: Remote) -> bool:
    return _size(file) == remote.size and _sha256(file) == remote.sha256


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.URLError) and not isinstance(error, urllib.error.HTTPError):
        return f"it cannot be reached ({error.reason})"
    if isinstance(error, TimeoutError):
        return f"silent for {SILENCE:.0f} seconds"
    return str(error) or type(error).__name__
