"""A folder or file on the disk, read without following a link or waiting for a pipe."""

import contextlib
import errno
import os
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from harness.intake.bounds import Bounds
from harness.intake.finding import listed, refusal, shown, warning
from harness.intake.gather import Member, Work, gather
from harness.intake.junk import is_junk
from harness.intake.names import deceives
from harness.intake.source import printable
from harness.model import Fault


_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_EFFECTIVE = os.access in os.supports_effective_ids
_VENV = "pyvenv.cfg"

Oddities = dict[str, list[str]]
"""What cannot be taken, by reason."""


def folder(path: Path, bounds: Bounds) -> Work:
    """The files under `path`; links, devices and what may not be read are left out and named."""
    odd: Oddities = defaultdict(list)
    work = gather(list(walk(path, bounds, odd)), bounds)
    left = tuple(
        warning(f"intake.left-out.{reason}", names=listed(sorted(names)), count=len(names))
        for reason, names in sorted(odd.items())
    )
    return replace(work, findings=(*left, *work.findings))


def content(path: Path, limit: int, name: str) -> bytes:
    """The bytes of one file; more than `limit` is refused before it is read."""
    try:
        with _opened(path) as handle:
            size = os.fstat(handle).st_size
            if size > limit:
                raise refusal("intake.large", name=name, mib=-(-size >> 20), limit_mib=limit >> 20)
            with os.fdopen(os.dup(handle), "rb") as file:
                return file.read(limit)
    except PermissionError as error:
        raise refusal("intake.permission", name=name) from error
    except OSError as error:
        raise _fault(path, error) from error


def walk(root: Path, bounds: Bounds, odd: Oddities) -> Iterator[Member]:
    """Every regular file that is not hidden, with its path relative to `root`."""
    pending, looked = [("", root)], 0
    while pending:
        prefix, place = pending.pop()
        entries = _entries(place, prefix, odd)
        looked += len(entries)
        if looked > bounds.entries:
            raise refusal("intake.entries", limit=bounds.entries)
        if prefix and any(entry.name == _VENV for entry in entries):
            entries = [entry for entry in entries if entry.name == _VENV]
        for entry in entries:
            name = f"{prefix}{unicodedata.normalize('NFC', printable(entry.name))}"
            if entry.is_dir(follow_symlinks=False) and name.count("/") < bounds.depth:
                pending.append((f"{name}/", Path(entry.path)))
            else:
                yield from _member(entry, name, bounds, odd)


def _entries(place: Path, prefix: str, odd: Oddities) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            return sorted((e for e in entries if not is_junk(e.name)), key=lambda e: e.name)
    except PermissionError as error:
        if not prefix:
            raise refusal("intake.permission", name=printable(place.name)) from error
        odd["permission"].append(prefix)
        return []
    except OSError as error:
        raise _fault(place, error) from error


def _member(entry: os.DirEntry[str], name: str, bounds: Bounds, odd: Oddities) -> Iterator[Member]:
    """The entry as a file to be read, unless it is something else."""
    if entry.is_symlink():
        odd["link"].append(name)
    elif entry.is_dir(follow_symlinks=False):
        odd["deep"].append(name)
    elif not entry.is_file(follow_symlinks=False):
        odd["special"].append(name)
    elif deceives(name):
        odd["name"].append(shown(name))
    elif not os.access(entry.path, os.R_OK, effective_ids=_EFFECTIVE):
        odd["permission"].append(name)
    else:
        size = entry.stat(follow_symlinks=False).st_size
        read = partial(content, Path(entry.path), bounds.file_bytes, shown(name))
        yield Member(path=name, size=size, read=read)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, _READ)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise refusal("intake.special", name=printable(path.name))
        yield handle
    finally:
        os.close(handle)


def _fault(path: Path, error: OSError) -> Exception:
    """A link that has just appeared is the student's; a disk that fails or a lost file is ours."""
    if error.errno == errno.ELOOP:
        return refusal("intake.link", name=printable(path.name))
    return Fault(f"{path}: cannot be read ({error.strerror}). Mend that and grade again.")
