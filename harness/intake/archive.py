"""A zip, read in memory; nothing is extracted and nothing that looks wrong is set right."""

import io
import struct
import zipfile
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from harness.intake import kinds, members
from harness.intake.bounds import Bounds
from harness.intake.finding import UnreadableError, refusal, shown
from harness.intake.gather import Member, Work, gather, visible


T = TypeVar("T")

_END = struct.Struct("<4s4H2LH")
_LOCATOR_BYTES = 20
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT = 1 << 16


def archive(raw: bytes, name: str, bounds: Bounds) -> Work:
    """The files of a zip. Raises UnreadableError naming the member that is wrong, if one is."""
    _bound_directory(raw, name, bounds)
    opened = _guarded(lambda: zipfile.ZipFile(io.BytesIO(raw)), name)
    infos = opened.infolist()
    entries = list(zip(infos, members.paths(infos), strict=True))
    for info, path in entries:
        members.refuse_name(info, path, name)
    members.refuse_duplicates([path for _, path in entries], name)
    foreign = kinds.inside(frozenset(path for _, path in entries))
    if foreign:
        raise refusal("intake.format", name=name, format=foreign)
    members.refuse_overlap(infos, opened.start_dir, name)
    kept = [(info, path) for info, path in entries if visible(path) and not info.is_dir()]
    for info, path in kept:
        members.refuse_content(info, path, name, bounds)
    return gather(
        [
            Member(path=path, size=info.file_size, read=partial(_read, opened, info, path, name))
            for info, path in kept
        ],
        bounds,
    )


def _read(opened: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, name: str) -> bytes:
    """One member, and never more of it than it says it has."""

    def unpack() -> bytes:
        with opened.open(info) as file:
            data = file.read(info.file_size)
            file.read(1)  # the checksum is looked at where the data ends
            return data

    data = _guarded(unpack, name, path)
    if len(data) != info.file_size:
        raise refusal("intake.zip.damaged", name=name, member=shown(path))
    return data


def _guarded(action: Callable[[], T], name: str, member: str | None = None) -> T:
    """Zipfile meets damage with a dozen types of exception, and not all are its own."""
    try:
        return action()
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:
        if member is None:
            raise refusal("intake.zip.broken", name=name) from error
        raise refusal("intake.zip.damaged", name=name, member=shown(member)) from error


def _bound_directory(raw: bytes, name: str, bounds: Bounds) -> None:
    """Refuse a table of contents that would fill the memory while zipfile reads it."""
    at = raw.rfind(b"PK\x05\x06", max(0, len(raw) - _LONGEST_COMMENT - _END.size))
    if at < 0 or at + _END.size > len(raw):
        raise refusal("intake.zip.truncated", name=name, size=len(raw))
    size = _END.unpack_from(raw, at)[5]
    at_64 = at - _LOCATOR_BYTES - _END_64.size
    if at_64 >= 0 and raw[at - _LOCATOR_BYTES :].startswith(b"PK\x06\x07"):
        size = max(size, _END_64.unpack_from(raw, at_64)[8])
    if size > bounds.directory_bytes:
        limit = bounds.directory_bytes >> 10
        raise refusal("intake.zip.directory", name=name, kib=size >> 10, limit_kib=limit)
