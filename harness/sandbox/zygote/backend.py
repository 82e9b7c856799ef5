"""The zygote as a backend: every submission in a fork of a process that has imported everything."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from socket import socket
from threading import Lock

from harness.model import Assignment, Session, Submission
from harness.sandbox import view
from harness.sandbox.room import package_folders
from harness.sandbox.session import WorkerSession
from harness.sandbox.zygote.needs import needed
from harness.sandbox.zygote.nursery import Nursery
from harness.sandbox.zygote.plan import Home, has_torch
from harness.sandbox.zygote.tiers import Tier


_MOST_HOMES = 2
"""With torch and without: whoever grades one assignment needs one."""
_nurseries: dict[Home, Nursery] = {}
_lock = Lock()
Door = tuple[Home, socket]
"""Whose zygote it is, and where to join it: it can be handed to a process that is started."""


class ZygoteSandbox:
    """Each submission in a fork of its own, behind the walls of one tier."""

    def __init__(self, tier: Tier) -> None:
        self._tier = tier

    @property
    def name(self) -> str:
        """The tier's: what the report says."""
        return self._tier.name

    @contextmanager
    def open(self, submission: Submission, assignment: Assignment) -> Iterator[Session]:
        """Load the submission; leaving the context ends all that is left of it."""
        nursery = nursery_of(home_of(self._tier, assignment))
        room = sum(map(len, submission.files.values()))
        modules = needed(submission, assignment, torch=nursery.home.torch)
        begun = partial(nursery.take, assignment.limits, room, modules)
        session = WorkerSession(begun, submission, assignment)
        try:
            yield session
        finally:
            session.close()

    def prepare(self, assignment: Assignment) -> None:
        """Begin to start the zygote that this assignment will need."""
        nursery_of(home_of(self._tier, assignment)).prepare()

    def door(self, assignment: Assignment) -> Door:
        """For other processes of this run: they take their sandboxes from the same zygote."""
        home = home_of(self._tier, assignment)
        return home, nursery_of(home).door()


def enter(door: Door) -> str:
    """From now on sandboxes of this process come from the zygote behind the door: of this tier."""
    home, socket = door
    _nurseries[home] = Nursery(home, door=socket)
    return home.tier.name


def home_of(tier: Tier, assignment: Assignment) -> Home:
    """Where submissions to this assignment come from."""
    return _home(tier, assignment.folder, assignment.without)


@cache
def _home(tier: Tier, folder: Path, without: tuple[str, ...]) -> Home:
    """Hidden is what lies where a sandbox could see it: the same for most assignments."""
    paths, seen = view.hidden_paths(folder, without), view.folders(package_folders())
    hidden = {path.resolve() for path in paths if view.is_seen(path, seen)}
    torch = "torch" not in without and has_torch()
    return Home(tier=tier, torch=torch, hidden=tuple(sorted(hidden)))


def nursery_of(home: Home) -> Nursery:
    """The one that this process has for this home; others that nobody needs now make room."""
    with _lock:
        nursery = _nurseries.pop(home, None) or Nursery(home)
        _nurseries[home] = nursery
        for other in list(_nurseries)[:-_MOST_HOMES]:
            if not _nurseries[other].busy:
                _nurseries.pop(other).close()
        return nursery


def residents() -> list[int]:
    """Processes of ours that stay while there is no submission: zygotes, and what waits in them."""
    return [pid for nursery in list(_nurseries.values()) for pid in nursery.residents()]


def folders() -> list[Path]:
    """Folders of this machine that sandboxes which wait will work in."""
    workers = [worker for nursery in list(_nurseries.values()) for worker in nursery.waiting]
    return [worker.folder for worker in workers if worker.folder is not None]


def close() -> None:
    """End every zygote of this process. The next submission starts a new one."""
    for nursery in list(_nurseries.values()):
        nursery.close()
    _nurseries.clear()


def _forget() -> None:
    """A fork of the judge does not inherit its zygotes."""
    for nursery in list(_nurseries.values()):
        nursery.forget()
    _nurseries.clear()


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
