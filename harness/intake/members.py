"""The members of a zip by their entries in its table of contents, before any is unpacked."""

import re
import stat
import unicodedata
import zipfile
from collections.abc import Sequence

from harness.intake.bounds import Bounds
from harness.intake.finding import refusal, shown
from harness.intake.names import deceives


_UTF8 = 0x800
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SMALL = 1 << 20
_HEADER_BYTES = 30
_LONGEST_PART = 255
_LONGEST_PATH = 1024
_DRIVE = re.compile(r"[A-Za-z]:")


def paths(infos: Sequence[zipfile.ZipInfo]) -> tuple[str, ...]:
    """The members' names in the one encoding that fits them all.

    Chinese Windows writes GBK without saying so, and zipfile then assumes CP437.
    """
    raws = [_raw(info) for info in infos]
    undeclared = [raw for raw, info in zip(raws, infos, strict=True) if not info.flag_bits & _UTF8]
    encoding = next(
        e for e in ("utf-8", "gbk", "cp437") if all(_fits(raw, e) for raw in undeclared)
    )
    decoded = (
        raw.decode("utf-8" if info.flag_bits & _UTF8 else encoding)
        for raw, info in zip(raws, infos, strict=True)
    )
    return tuple(unicodedata.normalize("NFC", path.removeprefix("./")) for path in decoded)


def refuse_name(info: zipfile.ZipInfo, path: str, name: str) -> None:
    """Refuse a member whose name could lead out of its folder, on whatever system."""
    flaw = _flaw(info, path)
    if flaw:
        raise refusal(f"intake.zip.{flaw}", name=name, member=shown(path))


def refuse_duplicates(names: Sequence[str], name: str) -> None:
    """Refuse two members with one name: programs disagree which of them counts."""
    seen = set[str]()
    for path in names:
        if path in seen and not path.endswith("/"):
            raise refusal("intake.zip.duplicate", name=name, member=shown(path))
        seen.add(path)


def refuse_content(info: zipfile.ZipInfo, path: str, name: str, bounds: Bounds) -> None:
    """Refuse a member that is no ordinary file, is encrypted, or unpacks to far too much."""
    member = shown(path)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise refusal("intake.zip.link", name=name, member=member)
    if kind not in {0, stat.S_IFREG}:
        raise refusal("intake.zip.special", name=name, member=member)
    if info.flag_bits & _ENCRYPTED:
        raise refusal("intake.zip.encrypted", name=name, member=member)
    if info.compress_type not in _METHODS:
        raise refusal("intake.zip.method", name=name, member=member, method=info.compress_type)
    if info.file_size > max(_SMALL, bounds.ratio * info.compress_size):
        raise refusal(
            "intake.zip.bomb",
            name=name,
            member=member,
            packed=info.compress_size,
            unpacked=info.file_size,
            limit=bounds.ratio,
        )


def refuse_overlap(infos: Sequence[zipfile.ZipInfo], end: int, name: str) -> None:
    """Refuse members that share bytes: kilobytes of them would unpack to gigabytes."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    starts = [*(info.header_offset for info in ordered), end][1:]
    for info, following in zip(ordered, starts, strict=True):
        least = _HEADER_BYTES + len(_raw(info)) + info.compress_size
        if info.header_offset < 0 or info.header_offset + least > following:
            member = shown(paths([info])[0])
            raise refusal("intake.zip.overlap", name=name, member=member)


def _raw(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def _fits(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _flaw(info: zipfile.ZipInfo, path: str) -> str | None:
    """What is wrong with a member's name, as the last part of a finding's code."""
    parts = path.removesuffix("/").split("/")
    flaws = {
        "nul": "\0" in path or info.filename != info.orig_filename,
        "absolute": path.startswith("/"),
        "drive": bool(_DRIVE.match(path)),
        "backslash": "\\" in path,
        "parent": ".." in parts,
        "unnamed": "" in parts or "." in parts,
        "control": deceives(path),
        "long": len(path) > _LONGEST_PATH
        or any(len(part.encode()) > _LONGEST_PART for part in parts),
    }
    return next((flaw for flaw, found in flaws.items() if found), None)
