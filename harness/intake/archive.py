"""A zip, read in memory; nothing is extracted and nothing that looks wrong is set right."""

import io
import struct
import zipfile
from collections.abc import Callable
from functools import partial
from typing import BinaryIO, TypeVar

from harness.intake import kinds, members
from harness.intake.bounds import Bounds
from harness.intake.finding import UnreadableError, refusal, shown
from harness.intake.gather import Member, Work, gather, visible


T = TypeVar("T")

_END = struct.Struct("<4s4H2LH")
_LOCATOR_BYTES = 20
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT = 1 << 16
_TAIL_BYTES = _LONGEST_COMMENT + _END.size + _LOCATOR_BYTES + _END_64.size
"""Where a zip says what it holds: at its end."""


def archive(raw: bytes, name: str, bounds: Bounds) -> Work:
    """The files of a zip. Raises UnreadableError naming the member that is wrong, if one is."""
    opened = open_zip(io.BytesIO(raw), name, bounds)
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
            Member(path=path, size=info.file_size, read=partial(unpacked, opened, info, path, name))
            for info, path in kept
        ],
        bounds,
    )


def open_zip(file: BinaryIO, name: str, bounds: Bounds) -> zipfile.ZipFile:
    """The zip, once its table of contents is known to be small enough to be read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _TAIL_BYTES))
    _bound_directory(file.read(_TAIL_BYTES), size, name, bounds)
    return _guarded(lambda: zipfile.ZipFile(file), name)


def unpacked(opened: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, name: str) -> bytes:
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


def _bound_directory(tail: bytes, size: int, name: str, bounds: Bounds) -> None:
    """Refuse a table of contents that would fill the memory while zipfile reads it."""
    at = tail.rfind(b"PK\x05\x06", max(0, len(tail) - _LONGEST_COMMENT - _END.size))
    if at < 0 or at + _END.size > len(tail):
        raise refusal("intake.zip.truncated", name=name, size=size)
    table = _END.unpack_from(tail, at)[5]
    at_64 = at - _LOCATOR_BYTES - _END_64.size
    if at_64 >= 0 and tail[at - _LOCATOR_BYTES :].startswith(b"PK\x06\x07"):
        table = max(table, _END_64.unpack_from(tail, at_64)[8])
    if table > bounds.directory_bytes:
        limit = bounds.directory_bytes >> 10
        raise refusal("intake.zip.directory", name=name, kib=table >> 10, limit_kib=limit)
