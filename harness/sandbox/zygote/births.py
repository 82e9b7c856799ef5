"""One zygote at work: orders go to it, keepers come from it, and the news of how they ended."""

import os
import socket
import stat
from pathlib import Path
from secrets import token_hex
from tempfile import gettempdir
from time import monotonic
from typing import Any

from harness.model import Fault, Limits
from harness.sandbox.worker import close_all, pipes_of_a_worker
from harness.sandbox.zygote import users
from harness.sandbox.zygote.channel import GoneError, Started, joined
from harness.sandbox.zygote.plan import SPARE_MIB, Home
from harness.sandbox.zygote.worker import ZygoteWorker


_ANSWER_SECONDS = 60.0
_REMEMBERED = 1000
"""Sandboxes whose end is kept until it is asked for; most are never asked about."""
_AF_UNIX = 1
_MIB = 2**20


class Births:
    """What one zygote was told and has answered. GoneError: it does not answer any more."""

    def __init__(self, home: Home, door: socket.socket | None = None) -> None:
        """A zygote of our own begins to start, or we join the one behind the door."""
        self._home = home
        self._channel = Started(home, users.of_zygote(home)) if door is None else joined(door)
        self._doors: list[socket.socket] = []
        self._unborn: dict[int, ZygoteWorker] = {}
        self._ended: dict[int, int] = {}
        self._count = 0

    @property
    def pid(self) -> int:
        """The process that was started: the zygote, or what it lives in; 0 if it is somebody's."""
        return self._channel.pid

    def door(self) -> socket.socket:
        """Where others can join: they may hold this end, nobody has to read from it."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._channel.send({"joins": "door"}, [theirs.fileno()])
        finally:
            theirs.close()
            self._doors.append(ours)
        return ours

    def order(self, limits: Limits, room: int = 0, modules: tuple[str, ...] = ()) -> ZygoteWorker:
        """Ask for a sandbox. Its pipes are here at once; its keeper is when `settle` returns."""
        self._channel.wait_until_ready()
        self._count += 1
        ours, theirs = pipes_of_a_worker()
        if not self._home.tier.namespaces:
            lifeline_in, lifeline = os.pipe()
            ours, theirs = [*ours, lifeline], [*theirs, lifeline_in]
        worker = ZygoteWorker(number=self._count, pipes=ours, folder=_folder(self._home))
        try:
            self._channel.send(self._told(worker, limits, room, modules), theirs)
        except GoneError:
            worker.kill()
            raise
        finally:
            close_all(*theirs)
        self._unborn[worker.number] = worker
        return worker

    def settle(self, worker: ZygoteWorker) -> ZygoteWorker:
        """Wait until the zygote has answered this order."""
        deadline = monotonic() + _ANSWER_SECONDS
        while worker.number in self._unborn:
            if not self.hear(deadline - monotonic()):
                raise GoneError
        return worker

    def ended(self, number: int, seconds: float) -> int:
        """How the keeper of a sandbox that is gone ended."""
        deadline = monotonic() + seconds
        while number not in self._ended:
            if not self.hear(deadline - monotonic()):
                raise GoneError
        return self._ended.pop(number)

    def hear(self, seconds: float) -> bool:
        """Take in one packet of the zygote, if one comes in time."""
        self._channel.wait_until_ready()
        message, handles = self._channel.receive(seconds)
        if not message:
            return False
        number = message["id"]
        if "ended" in message:
            self._ended[number] = message["ended"]
            self._ended.pop(number - _REMEMBERED, None)
        else:
            self._unborn.pop(number).adopt(handles, message.get("trouble", ""))
        return True

    def close(self) -> None:
        """End the zygote. What was taken from it is ended by who took it."""
        for worker in self._unborn.values():
            worker.kill()
        self._channel.close()
        self._shut()

    def forget(self) -> None:
        """In a fork of the judge: let go of it."""
        self._channel.forget()
        self._shut()

    def _shut(self) -> None:
        for door in self._doors:
            door.close()

    def _told(
        self, worker: ZygoteWorker, limits: Limits, room: int, modules: tuple[str, ...]
    ) -> dict[str, Any]:
        tier = self._home.tier
        inside = f"/tmp/{token_hex(8)}"  # noqa: S108 - of bubblewrap's own tree
        folder = None if tier.namespaces else inside if tier.walled else str(worker.folder)
        return {
            "id": worker.number,
            "hello": worker.hello,
            "cores": sorted(os.sched_getaffinity(0)),
            "namespaces": tier.namespaces,
            "folder": folder,
            "user": users.fresh() if tier.own_user else None,
            "room_mib": limits.file_mib + max(SPARE_MIB, -(-2 * room // _MIB)),
            "modules": modules,
            "trial": self._home.trial,
            "walls": {
                "memory_mib": limits.memory_mib,
                "processes": limits.processes,
                "file_mib": limits.file_mib,
                "own_users": int(tier.own_user),
                "alone": tier.namespaces,
                "families": [_AF_UNIX] if tier.walled else [],
            },
        }


def _folder(home: Home) -> Path | None:
    """Where a sandbox works, if it has no folder that only it can see; its keeper makes it."""
    if home.tier.walled:
        return None
    places = [Path(place) for place in (gettempdir(), "/tmp", "/var/tmp")]  # noqa: S108 - public ones
    reached = [place for place in places if not home.tier.own_user or _reached(place)]
    if not reached:
        raise Fault("a user for each submission: there is no folder that every user can reach")
    return reached[0] / f"sandbox-{token_hex(8)}"


def _reached(place: Path) -> bool:
    """Whether everybody may pass through all folders that lead there."""
    real = place.resolve()
    return real.is_dir() and all(at.stat().st_mode & stat.S_IXOTH for at in (real, *real.parents))
