"""The files of a download, folder or zip: nothing is unpacked before it is wanted."""

import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from harness.intake import members as entry
from harness.intake.archive import open_zip, unpacked
from harness.intake.bounds import BOUNDS, Bounds
from harness.intake.finding import UnreadableError, refusal
from harness.intake.folder import walk
from harness.intake.gather import Member, visible
from harness.intake.source import exists, printable
from harness.model import UsageError


_MIB = 1 << 20
WHOLE = Bounds(directory_bytes=64 * _MIB, entries=500_000, file_bytes=BOUNDS.archive_bytes)
"""A class's download is larger than a submission; no single file in it may be."""
_ESCAPES = frozenset({"nul", "absolute", "drive", "backslash", "parent"})
"""A name that leads out of its folder is no slip of a student: platforms write none."""
WHY = {
    "link": "a link, not a file",
    "special": "a pipe, socket or device",
    "encrypted": "protected by a password",
    "method": "packed by a rare method",
    "bomb": "unpacks to far too much",
    "control": "its name has invisible characters",
    "name": "its name has invisible characters",
    "unnamed": "a part of its path is empty",
    "long": "its name is too long",
    "duplicate": "there are two of that name",
    "damaged": "damaged inside the zip",
    "permission": "may not be read",
    "deep": "lies in too many folders",
    "large": f"larger than {WHOLE.file_bytes // _MIB} MiB",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What lies in it."""

    name: str
    members: Sequence[Member]
    """All files but those that systems leave behind. Reading one that cannot be taken raises
    UnreadableError, so that whoever handed it in is not lost with it."""
    repositories: frozenset[str]
    """Folders that are git checkouts."""


@contextmanager
def opened(path: Path) -> Iterator[Download]:
    """The download at `path`. Raises UsageError if it is neither a folder nor a sound zip."""
    exists(path)
    name = printable(path.resolve().name)
    if path.is_dir():
        yield _folder(path, name)
        return
    with path.open("rb") as file:
        try:
            whole = open_zip(file, name, WHOLE)
            download = _zip(whole, name)
        except UnreadableError as stop:
            raise _refusal(path, stop) from stop
        yield download


def why(stop: UnreadableError) -> str:
    """A few words for the manifest."""
    flaw = stop.finding.code.rpartition(".")[2]
    return WHY.get(flaw, stop.finding.code)


def _zip(whole: zipfile.ZipFile, name: str) -> Download:
    """One student's odd file is left out and named; only a name that escapes stops everything."""
    infos = whole.infolist()
    paths = entry.paths(infos)
    entry.refuse_overlap(infos, whole.start_dir, name)
    kept, seen = [], set[str]()
    for info, path in zip(infos, paths, strict=True):
        flaw = _flaw(info, path, name, seen)
        if info.is_dir() or not visible(path):
            continue
        seen.add(path)
        read = partial(unpacked, whole, info, path, name) if flaw is None else partial(_raise, flaw)
        kept.append(Member(path=path, size=0 if flaw else info.file_size, read=read))
    inside = {path.partition("/.git/")[0] for path in paths if "/.git/" in path}
    return Download(name=name, members=kept, repositories=frozenset(inside))


def _flaw(
    info: zipfile.ZipInfo, path: str, name: str, seen: Collection[str]
) -> UnreadableError | None:
    """Why a member stays out. Raises UnreadableError for a name that leads out of its folder."""
    try:
        entry.refuse_name(info, path, name)
        entry.refuse_content(info, path, name, WHOLE)
    except UnreadableError as stop:
        if stop.finding.code.rpartition(".")[2] in _ESCAPES:
            raise
        return stop
    if path in seen:
        return refusal("intake.zip.duplicate", name=name, member=path)
    return refusal("intake.large") if info.file_size > WHOLE.file_bytes else None


def _raise(flaw: UnreadableError) -> bytes:
    raise flaw


def _folder(path: Path, name: str) -> Download:
    odd: dict[str, list[str]] = defaultdict(list)
    try:
        found = list(walk(path, WHOLE, odd))
    except UnreadableError as stop:
        raise _refusal(path, stop) from stop
    for flaw, names in odd.items():
        for one in names:
            read = partial(_raise, refusal(f"intake.{flaw}"))
            found.append(Member(path=one.rstrip("/"), size=0, read=read))
    repositories = {
        unicodedata.normalize("NFC", printable(place.parent.relative_to(path).as_posix()))
        for pattern in ("*/.git", "*/*/.git")
        for place in path.glob(pattern)
    }
    return Download(
        name=name,
        members=sorted(found, key=lambda member: member.path),
        repositories=frozenset(repositories),
    )


def _refusal(path: Path, stop: UnreadableError) -> UsageError:
    """What is wrong with the download itself, and what to do about it."""
    params = stop.finding.message.params
    flaw = stop.finding.code.rpartition(".")[2]
    if flaw in _ESCAPES:
        return UsageError(
            f"{path}: refused because of {params.get('member')!r}: its name leads out of its "
            f"folder ({flaw}). No learning platform writes such a name; download it again and look "
            "into the zip before you trust it."
        )
    details = ", ".join(f"{key}={value}" for key, value in sorted(params.items()))
    return UsageError(
        f"{path}: cannot be read as a zip or folder of submissions ({stop.finding.code}: "
        f"{details}). Download it again; if it is the same, unpack it yourself and give the folder."
    )
