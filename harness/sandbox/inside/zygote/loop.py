"""The zygote: import once, then fork a sandbox for every packet that asks for one.

It speaks with each judge by one socket of packets. In comes an order with the pipes of a sandbox,
out goes a descriptor of its keeper (see `birth`), and later how that ended. A packet may also bring
the socket of one more judge. When a judge is gone its socket ends, and so do its sandboxes; when
the first one is gone, so does the zygote.
"""

import importlib
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn, TypedDict

from ..__main__ import be_a_program
from .birth import Order, born
from .heap import alone, settle, unsearched
from .landlock import Rule


PACKET = 2**20
MOST_PIPES = 4
_CROWDED = os.EX_SOFTWARE


class Start(TypedDict):
    """What the zygote is told, as one packet."""

    now: list[str]
    """Modules to import before the first sandbox."""
    later: list[str]
    """Modules to import when there is nothing to do, if they are installed."""
    rules: int | None
    """How many rules of Landlock follow, some to a packet; None without Landlock."""


def main(control: int) -> NoReturn:
    """Read the start, import, serve."""
    start: Start = json.loads(os.read(control, PACKET))
    rules: list[Rule] = []
    while len(rules) < (start["rules"] or 0):
        rules += json.loads(os.read(control, PACKET))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
    with unsearched():
        for name in start["now"]:
            importlib.import_module(name)
    be_a_program()
    with socket.socket(fileno=control) as judge:
        judge.set_inheritable(False)
        _Zygote(judge, None if start["rules"] is None else rules).serve(start["later"])


class _Keeper(NamedTuple):
    """A sandbox, as the zygote remembers it."""

    judge: int
    id: int
    namespaces: bool


class _Zygote:
    """Knows who asked for what by number, and nothing else."""

    def __init__(self, judge: socket.socket, rules: list[Rule] | None) -> None:
        self._first, self._rules = judge.fileno(), rules
        self._judges = {judge.fileno(): judge}
        self._keepers: dict[int, _Keeper] = {}
        self._wake, wakes = os.pipe()
        for number in (self._wake, wakes):
            os.set_blocking(number, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakes)

    def serve(self, later: list[str]) -> NoReturn:
        """Until the first judge is gone. What comes later, comes when there is nothing to do."""
        self._say(self._first, {"ready": True})
        self._tidy = False
        while True:
            wanted = [*self._judges, self._wake]
            ready, _, _ = select.select(wanted, [], [], None if self._tidy else 0)
            if self._wake in ready:
                os.read(self._wake, 4096)
                self._reap()
            for judge in set(ready) & set(self._judges):
                self._listen(judge)
            if not ready:
                _import(later)
                _rehearse()
                settle()
                self._tidy = True

    def _listen(self, judge: int) -> None:
        try:
            packet, handles, _, _ = socket.recv_fds(self._judges[judge], PACKET, MOST_PIPES)
        except OSError:
            packet, handles = b"", []
        if not packet:
            self._leave(judge)
        elif joins := (message := json.loads(packet)).get("joins"):
            self._welcome(handles[0], joins)
        else:
            self._bear(judge, message, handles)

    def _welcome(self, number: int, who: str) -> None:
        """One more judge, or a door: nobody reads there, so nothing may be said to it."""
        os.set_inheritable(number, False)
        self._judges[number] = socket.socket(fileno=number)
        if who == "judge":
            self._say(number, {"ready": True})

    def _leave(self, judge: int) -> None:
        """A judge is gone. Guardians notice by themselves; what lives in a namespace is ended."""
        if judge == self._first:
            os._exit(0)
        self._judges.pop(judge).close()
        for pid in [pid for pid, keeper in self._keepers.items() if keeper.judge == judge]:
            if self._keepers.pop(pid).namespaces:
                os.kill(pid, signal.SIGKILL)

    def _bear(self, judge: int, order: Order, pipes: list[int]) -> None:
        if missing := [name for name in order["modules"] if name not in sys.modules]:
            _import(missing)
            self._tidy = False
        if not alone():
            self._say(judge, {"id": order["id"], "trouble": "the zygote has more than one thread"})
            os._exit(_CROWDED)
        try:
            pid = born(order, pipes, self._rules)
        except OSError as error:
            self._say(judge, {"id": order["id"], "trouble": str(error)})
            return
        finally:
            for number in pipes:
                os.close(number)
        self._keepers[pid] = _Keeper(judge, order["id"], order["namespaces"])
        handle = os.pidfd_open(pid)
        self._say(judge, {"id": order["id"]}, handle)
        os.close(handle)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if (keeper := self._keepers.pop(pid, None)) is not None:
                ended = os.waitstatus_to_exitcode(status)
                self._say(keeper.judge, {"id": keeper.id, "ended": ended})

    def _say(self, judge: int, message: dict[str, Any], *handles: int) -> None:
        if judge not in self._judges:
            return
        try:
            socket.send_fds(self._judges[judge], [json.dumps(message).encode()], handles)
        except OSError:
            self._leave(judge)


def _import(names: list[str]) -> None:
    with unsearched():
        for name in names:
            with suppress(ImportError):
                importlib.import_module(name)
    if (torch := sys.modules.get("torch")) is not None:
        # It reads /proc/cpuinfo once. No sandbox has it, and without it goes without vectors.
        torch.backends.cpu.get_cpu_capability()


def _rehearse() -> None:
    if "numpy" in sys.modules:  # a trial does without
        from .rehearsal import rehearse  # noqa: PLC0415

        rehearse()
