"""Where sandboxes come from: a zygote, restarted if it dies, and workers that wait in advance.

While the judge judges, the zygote prepares the next sandboxes, so that whoever asks finds them
ready.
"""

from collections import deque
from collections.abc import Callable
from socket import socket
from threading import RLock
from typing import TypeVar
from weakref import WeakSet

from harness.model import Fault, Limits
from harness.sandbox import tree
from harness.sandbox.zygote.births import Births
from harness.sandbox.zygote.channel import GoneError
from harness.sandbox.zygote.plan import SPARE_MIB, Home
from harness.sandbox.zygote.worker import ZygoteWorker


_TRIES = 2
_NEWS_SECONDS = 5.0
_DEPTH = {"launcher": 1, "bubblewrap": 2, "nothing": 0}
"""How far below the process that was started the zygote is."""
_MOST_KINDS = 3
"""Of walls, for which workers are kept waiting."""
_MIB = 2**20
_T = TypeVar("_T")
Kind = tuple[int, int, int, tuple[str, ...]]
"""Limits that are walls (memory, processes, files; the others are the judge's to keep), and modules
that are there."""


class Nursery:
    """All sandboxes of one home, for any number of threads."""

    def __init__(self, home: Home, spare: int = 2, door: socket | None = None) -> None:
        """Behind a door is a zygote that others use as well; if it dies, the next is our own."""
        self.home, self._spare, self._door = home, spare, door
        self._lock = RLock()
        self._births: Births | None = None
        self._waiting: dict[Kind, deque[ZygoteWorker]] = {}
        self._out: WeakSet[ZygoteWorker] = WeakSet()
        self._modules: tuple[str, ...] = ()
        """All that was ever asked for: what a zygote has imported, whoever comes later has too."""

    @property
    def busy(self) -> bool:
        """Whether a worker that was taken lives."""
        return any(not worker.dead for worker in list(self._out))

    @property
    def waiting(self) -> list[ZygoteWorker]:
        """Those that are ready for whoever asks next, or soon will be."""
        return [worker for kind in self._waiting.values() for worker in kind]

    def prepare(self) -> None:
        """Begin to start a zygote, if there is none; nobody waits for it."""
        with self._lock:
            self._alive(lambda _: None)

    def door(self) -> socket:
        """Where nurseries of other processes can join this one's zygote."""
        with self._lock:
            return self._alive(lambda births: births.door())

    def take(
        self,
        limits: Limits,
        room: int = 0,
        modules: tuple[str, ...] = (),
        *,
        spare: int | None = None,
    ) -> ZygoteWorker:
        """A worker under these limits, with modules and room for so many bytes of a submission."""
        ahead = self._spare if spare is None else spare
        with self._lock:
            worker = self._alive(lambda births: self._take(births, limits, room, modules, ahead))
            births = self._births
            worker.news = lambda: self._ended(births, worker.number)
            self._out.add(worker)
            return worker

    def close(self) -> None:
        """End the zygote and whatever waits; what was taken is ended by who took it."""
        with self._lock:
            for worker in self.waiting:
                worker.kill()
            self._waiting.clear()
            if self._births is not None:
                self._births.close()
            self._births = None

    def forget(self) -> None:
        """In a fork of the judge: nothing here is its own."""
        if self._births is not None:
            self._births.forget()
        self._births, self._waiting = None, {}

    def residents(self) -> list[int]:
        """Processes that are here although no submission is: the zygote, and what waits in it."""
        with self._lock:
            if self._births is None:
                return []
            waiting = [self._births.settle(worker) for worker in self.waiting]
            ours = tree.members(self._births.pid) if self._births.pid else []
            found = ours[: 1 + _DEPTH[self.home.tier.around]]
            found += [member for worker in waiting for member in tree.members(worker.pid)]
            return [member.pid for member in found]

    def _alive(self, step: Callable[[Births], _T]) -> _T:
        """The step, with another zygote if this one dies; Fault if that one dies as well."""
        for _ in range(_TRIES):
            try:
                if self._births is None:
                    door, self._door = self._door, None
                    self._births = Births(self.home, door)
                return step(self._births)
            except GoneError:
                self.close()
        raise Fault(f"the zygote died {_TRIES} times while it made a sandbox")

    def _take(
        self, births: Births, limits: Limits, room: int, modules: tuple[str, ...], ahead: int
    ) -> ZygoteWorker:
        while births.hear(0.0):
            pass
        modules = self._modules = tuple(dict.fromkeys((*self._modules, *modules)))
        if 2 * room > SPARE_MIB * _MIB:
            return _sound(births.settle(births.order(limits, room, modules)))
        waiting = self._place(limits, modules)
        while waiting and not births.settle(waiting[0]).alive:
            waiting.popleft().kill()
        if waiting:
            worker = waiting.popleft()
        else:
            worker = _sound(births.settle(births.order(limits, 0, modules)))
        while len(waiting) < ahead:
            waiting.append(births.order(limits, 0, modules))
        return worker

    def _place(self, limits: Limits, modules: tuple[str, ...]) -> deque[ZygoteWorker]:
        """Those who wait under these limits; kinds that were not asked for lately make room."""
        kind = limits.memory_mib, limits.processes, limits.file_mib, modules
        waiting = self._waiting[kind] = self._waiting.pop(kind, deque())
        for other in list(self._waiting)[:-_MOST_KINDS]:
            for worker in self._waiting.pop(other):
                worker.kill()
        return waiting

    def _ended(self, births: Births | None, number: int) -> int:
        """How a sandbox that is gone ended; Fault if its zygote is gone as well."""
        with self._lock:
            if births is None or births is not self._births:
                raise Fault("the zygote died, and this sandbox with it")
            try:
                return births.ended(number, _NEWS_SECONDS)
            except GoneError as error:
                self.close()
                raise Fault("the zygote died, and this sandbox with it") from error


def _sound(worker: ZygoteWorker) -> ZygoteWorker:
    if worker.trouble:
        worker.kill()
        raise Fault(f"a sandbox could not be made: {worker.trouble}")
    return worker
