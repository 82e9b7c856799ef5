"""Processors are dealt out to workers, so that a judge and its sandboxes stay where they are.

They take turns. A scheduler that sees an idle processor beside them moves whoever wakes to it, away
from what it had in its caches.
"""

import os


def shares(jobs: int) -> list[frozenset[int]]:
    """The processors of each of so many workers; everybody may use all where they are too few.

    A share is empty where a process cannot choose its processors.
    """
    if not hasattr(os, "sched_getaffinity"):
        return [frozenset()] * jobs
    cores = sorted(os.sched_getaffinity(0))
    if jobs > len(cores):
        return [frozenset(cores)] * jobs
    return [frozenset(cores[number::jobs]) for number in range(jobs)]


def stay(share: frozenset[int]) -> None:
    """From now on this process, and whatever it starts or orders, runs there alone."""
    if share:
        os.sched_setaffinity(0, share)
