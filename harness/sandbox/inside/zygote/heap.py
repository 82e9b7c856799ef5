"""The zygote's memory, arranged so that a fork of it costs little and changes nothing of it."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .kernel import madvise


_MADV_COLLAPSE = 25
_HUGE = 2**21
_SMALL, _STEP = 512, 16
"""Python's own allocator serves sizes up to this one, each in pools of its own."""
_EMPTY = sys.getsizeof(b"")
_MOST = 10**5
"""Things that are made to fill gaps; a few thousand do, unless Python has another allocator."""
_kept: list[object] = []


@contextmanager
def unsearched() -> Iterator[None]:
    """What is made meanwhile is there to stay, and never looked through for garbage.

    Looking takes a seventh of the time in which torch is imported.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def settle() -> int:
    """Freeze all objects and let private memory lie in huge pages; how many bytes of it do.

    What takes time in a fork is copying the table of pages: one huge page stands for 512 of them,
    until something in it is changed.
    """
    gc.collect()
    fill()
    gc.freeze()
    return collapse()


def fill() -> None:
    """Fill the gaps that imports have left, so that what is made from now on lies together.

    Otherwise each new object would be put into one of them, and change another huge page.
    """
    before = _private()
    for size in range(_SMALL, 0, -_STEP):
        new = _kept_thing(size)
        while len(_kept) < _MOST and any(start <= new < end for start, end in before):
            new = _kept_thing(size)


def _kept_thing(size: int) -> int:
    """Where something lies that takes so many bytes and is never let go."""
    if size > _EMPTY:
        _kept.append(bytes(size - _EMPTY))
    else:
        _kept.append(object() if size == _STEP else float(size))
    return id(_kept[-1])


def collapse() -> int:
    """Since Linux 6.1; before, nothing happens."""
    collapsed = 0
    for start, end in _private():
        first, last = -(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE
        if first < last and madvise(first, last - first, _MADV_COLLAPSE):
            collapsed += last - first
    return collapsed


def alone() -> bool:
    """Whether this process has one thread: a fork of more would be half a process."""
    return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - one entry, a thousand times


def _private() -> list[tuple[int, int]]:
    """Writable memory that is no file's."""
    found = []
    for line in Path("/proc/self/maps").read_text("ascii", "replace").splitlines():
        fields = line.split()
        if fields[1] == "rw-p" and fields[4] == "0" and fields[-1] != "[stack]":
            start, end = (int(word, 16) for word in fields[0].split("-"))
            found.append((start, end))
    return found
