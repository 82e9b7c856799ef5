"""The cache: one `.npz` for each set, made once however many ask for it at the same time."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from harness.data import npz
from harness.data.arrays import Arrays
from harness.data.copies import Copy, copies, read
from harness.data.download import Tell, UnreachableError, bring
from harness.data.known import Known, Remote
from harness.data.trouble import cannot_write
from harness.model import Fault, UsageError


SLACK = 1 << 24
"""Bytes of disk to leave free."""


def keep(known: Known, home: Path, make: Callable[[Path], Arrays], tell: Tell) -> Path:
    """The file of the set in the cache `home`, made by `make` unless a good one is there.

    Whoever comes first makes it, in a folder of its own; the others wait for it. A file that is
    broken is replaced.
    """
    file = home / f"{known.name}.npz"
    if _good(known, file):
        return file
    with _alone(known, home, tell) as work:
        if not _good(known, file):
            _store(make(work), file, work)
            shutil.rmtree(work, ignore_errors=True)
    return file


def obtain(
    known: Known, places: Sequence[Path], work: Path, tell: Tell, mirror: str | None = None
) -> Arrays:
    """The set from the first good copy, else from a mirror: `mirror`, else those that are known."""
    for copy in (copy for place in places for copy in copies(known, place)):
        try:
            arrays, layout = read(known, copy)
        except UsageError as error:
            tell(f"passed over: {error}", 0, 0)
        else:
            tell(f"copied from {copy.path} ({layout})", 0, 0)
            return arrays
    return _downloaded(known, work, tell, mirror)


def advice(known: Known, home: Path) -> str:
    """What to put where, for a machine without a network."""
    ways = " or ".join(" + ".join(remote.name for remote in way) for way in known.downloads)
    pages = " or ".join(remote.urls[0] for way in known.downloads for remote in way[:1])
    return (
        f"Without a network, bring it by hand: put {ways} (for example from {pages}), the folder "
        f"that torchvision or Keras made, or {known.name}.npz into {home}, and run "
        f"`harness data verify {known.name}`."
    )


def _good(known: Known, file: Path) -> bool:
    try:
        return file.exists() and read(known, Copy(file)) is not None
    except UsageError:
        return False


@contextmanager
def _alone(known: Known, home: Path, tell: Tell) -> Iterator[Path]:
    """A folder to work in that nobody else works in; waits until it is free."""
    work = home / ".part" / known.name
    try:
        work.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(work.with_suffix(".lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            tell(f"waiting for another process that fetches {known.title}", 0, 0)
            lock.acquire()
        work.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(home, error) from error
    try:
        yield work
    finally:
        lock.release()


def _downloaded(known: Known, work: Path, tell: Tell, mirror: str | None) -> Arrays:
    reasons: list[str] = []
    for way in known.downloads:
        _room_for(known, way, work)
        try:
            for remote in way:
                bring(remote, work, tell, mirror)
        except UnreachableError as error:
            reasons += error.reasons
        else:
            single = work / way[0].name if len(way) == 1 else work
            return read(known, Copy(single))[0]
    raise Fault(
        f"{known.title} could not be fetched: no mirror gave it.\n  "
        + "\n  ".join(reasons)
        + ("\nWhat came is kept; the same command goes on there." if any(work.iterdir()) else "")
        + "\n"
        + advice(known, work.parent.parent)
    )


def _room_for(known: Known, way: Sequence[Remote], work: Path) -> None:
    here = sum(file.stat().st_size for file in work.iterdir())
    need = sum(remote.size for remote in way) - here + known.nbytes + SLACK
    if (free := shutil.disk_usage(work).free) < need:
        raise UsageError(
            f"{work.parent.parent}: not enough space for {known.title}: {need:,} bytes are needed, "
            f"{free:,} are free. Make room, or set $HARNESS_DATA to a folder on a larger disk."
        )


def _store(arrays: Arrays, file: Path, work: Path) -> None:
    made = work / file.name
    try:
        with made.open("wb") as opened:
            npz.write(opened, arrays, small=False)
            opened.flush()
            os.fsync(opened.fileno())
        made.chmod(0o444)  # shared, and changed by nobody
        made.replace(file)
    except OSError as error:
        raise cannot_write(file.parent, error) from error
