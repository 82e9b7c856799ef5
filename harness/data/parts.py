"""Files by name, out of a folder or an archive: bounded, and nothing is unpacked to disk."""

import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from harness.data.trouble import spoilt
from harness.model import UsageError


K = TypeVar("K")
SLACK = 1 << 16
"""A compressed file may be larger than what it holds by no more than this."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a layout."""

    names: tuple[str, ...]
    """Its usual name first, then other spellings; `.gz` may follow any of them."""
    limit: int
    """Bytes that it can have at most."""


def gather(path: Path, parts: Mapping[K, Part]) -> dict[K, bytes]:
    """Those of the parts that are in a folder or a tar archive, by their key.

    Raises UsageError for what cannot be read, is cut off, or is larger than it can be.
    """
    wanted = {
        name + ending: (key, part.limit)
        for key, part in parts.items()
        for name in part.names
        for ending in ("", ".gz")
    }
    try:
        found = _in_folder(path, wanted) if path.is_dir() else _in_archive(path, wanted)
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile):
            raise spoilt(path, f"the archive is damaged ({error})") from error
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}.") from error
    except (EOFError, tarfile.TarError, zlib.error, lzma.LZMAError) as error:
        raise spoilt(path, f"the archive is cut off or damaged ({error})") from error
    return {key: found[name] for name, (key, _) in reversed(wanted.items()) if name in found}


def present(names: Iterable[str], parts: Mapping[str, Part]) -> bool:
    """Whether any of the parts is among these names of files."""
    bare = {name.removesuffix(".gz") for name in names}
    return any(name in bare for part in parts.values() for name in part.names)


def _in_folder(path: Path, wanted: Mapping[str, tuple[K, int]]) -> dict[str, bytes]:
    found, seen = {}, set()
    for name, (key, limit) in wanted.items():
        if key not in seen and (path / name).is_file():
            seen.add(key)
            with (path / name).open("rb") as file:
                found[name] = _read(file, name, limit, path / name)
    return found


def _in_archive(path: Path, wanted: Mapping[str, tuple[K, int]]) -> dict[str, bytes]:
    found = {}
    with tarfile.open(path, "r|*") as archive:  # one pass: going back means to decompress again
        for member in archive:
            name = member.name.rpartition("/")[2]
            if name in wanted and member.isfile() and (file := archive.extractfile(member)):
                found[name] = _read(file, name, wanted[name][1], f"{path}:{member.name}")
    return found


def _read(file: IO[bytes], name: str, limit: int, where: object) -> bytes:
    if not name.endswith(".gz"):
        return _bounded(file, limit, where)
    packed = _bounded(file, limit + SLACK, where)
    try:
        return _bounded(gzip.GzipFile(fileobj=io.BytesIO(packed)), limit, where)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise spoilt(where, f"the file is cut off or damaged ({error})") from error


def _bounded(file: IO[bytes] | gzip.GzipFile, limit: int, where: object) -> bytes:
    data = file.read(limit + 1)
    if len(data) > limit:
        raise spoilt(
            where, "the file is too large", expected=f"at most {limit:,} bytes", got="more"
        )
    return data
