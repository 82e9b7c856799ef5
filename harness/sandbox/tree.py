"""A process and all that descend from it: how much memory they take, and how they are killed."""

import signal
from collections.abc import Callable, Sequence
from contextlib import suppress

import psutil


_PATIENCE = 5.0


def members(pid: int) -> list[psutil.Process]:
    """The process and its descendants; none if it is gone."""
    try:
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    except psutil.Error:
        return []


def usage(pid: int, most: int, *, ours: int = 0) -> tuple[int, int]:
    """Bytes of memory and number of processes; beyond `most`, shared pages are counted once.

    The first so many of the tree are `ours` and not counted.
    """
    found = members(pid)[ours:]
    memory = sum(_measured(member, lambda it: it.memory_info().rss) for member in found)
    if memory > most:
        memory = sum(_measured(member, _fair) for member in found)
    return memory, len(found)


def kill(found: Sequence[psutil.Process]) -> None:
    """Stop all before killing any, so that none can start another meanwhile."""
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for member in found:
            with suppress(psutil.Error):
                member.send_signal(number)
    psutil.wait_procs(found, _PATIENCE)


def where(holds: Callable[[psutil.Process], bool]) -> list[psutil.Process]:
    """All processes of this machine that can be looked at and for which this holds."""
    found = []
    for member in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if holds(member):
                found.append(member)
    return found


def _fair(member: psutil.Process) -> int:
    full = member.memory_full_info()
    return int(getattr(full, "pss", full.uss))


def _measured(member: psutil.Process, measure: Callable[[psutil.Process], int]) -> int:
    try:
        return measure(member)
    except psutil.AccessDenied:
        return int(member.memory_info().rss)
    except psutil.Error:
        return 0
