"""What is left of a submission that is gone: processes, mounts, files, memory that is shared.

The mark is a word that attacks write on whatever they leave behind, so that it is found wherever it
got to. Marked or not, no descendant may be left but those that a warm sandbox says are its own.
"""

import ctypes
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import psutil

from harness.sandbox.zygote import backend


PATIENCE, BRIEF = 5.0, 0.3
"""Seconds until everything has to be gone; where nothing is promised, nobody waits for it."""
_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock")


def look(mark: str) -> Mapping[str, Any]:
    """How it was before."""
    return {
        "mounts": _mounts(),
        "temporary": set(Path(gettempdir()).iterdir()),
        "key": key(mark),
    }


def key(mark: str) -> int:
    """Of the System V segment that bears the mark."""
    return int(mark[-6:], 36)


def left(mark: str, before: Mapping[str, Any], *, promised: bool) -> list[str]:
    """What is left; marked files and segments are removed once they are noted."""
    deadline = time.monotonic() + (PATIENCE if promised else BRIEF)
    while (found := _found(mark, before)) and time.monotonic() < deadline:
        time.sleep(0.02)
    _remove(mark, before["key"])
    return found


def _found(mark: str, before: Mapping[str, Any]) -> list[str]:
    found = [f"file {path}" for path in _files(mark)]
    found += [f"process {name}" for name in _processes(mark)]
    if here := set(Path(gettempdir()).iterdir()) - before["temporary"]:
        found += [f"temporary file {path}" for path in sorted(here - set(backend.folders()))]
    if _segment(before["key"]) is not None:
        found.append("shared memory")
    if (mounts := _mounts()) > before["mounts"]:
        found.append(f"{mounts - before['mounts']} mounts")
    return found


def _processes(mark: str) -> list[str]:
    """Marked ones wherever they are, and whatever descends from here: orphans come back to us."""
    wanted = ["pid", "ppid", "name", "cmdline", "status"]
    every = {one.info["pid"]: one.info for one in psutil.process_iter(wanted)}
    living = {pid: one for pid, one in every.items() if one["status"] != psutil.STATUS_ZOMBIE}
    marked = {pid for pid, one in living.items() if mark in (one["name"], *(one["cmdline"] or ()))}
    ours = {pid for pid in living if _descends(pid, every)}
    if ours:
        ours -= set(backend.residents())
    return [f"{pid} {living[pid]['name']}" for pid in sorted(marked | ours)]


def _descends(pid: int, every: Mapping[int, Mapping[str, Any]]) -> bool:
    seen = set[int]()
    while pid in every and pid not in seen:
        seen.add(pid)
        pid = every[pid]["ppid"]
        if pid == os.getpid():
            return True
    return False


def _files(mark: str) -> list[Path]:
    return [path for place in _PLACES for path in Path(place).glob(f"*{mark}*")]


def _mounts() -> int:
    with suppress(OSError):
        return len(Path("/proc/self/mountinfo").read_text("utf-8").splitlines())
    return 0


def _segment(key: int) -> int | None:
    """The number of the System V segment with this key."""
    with suppress(OSError):
        for line in Path("/proc/sysvipc/shm").read_text("ascii").splitlines()[1:]:
            if int(line.split()[0]) == key:
                return int(line.split()[1])
    return None


def _remove(mark: str, key: int) -> None:
    for path in _files(mark):
        with suppress(OSError):
            path.unlink()
    if (number := _segment(key)) is not None:
        ctypes.CDLL(None).shmctl(number, 0, None)
