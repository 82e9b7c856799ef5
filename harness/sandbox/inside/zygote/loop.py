"""The zygote: import once, then fork a sandbox for every packet that asks for one.

It speaks with the judge by one socket of packets. In comes an order with the pipes of a sandbox,
out goes a descriptor of its keeper, and later how the keeper ended. When the judge is gone the
socket ends, and so does the zygote.
"""

import importlib
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, NoReturn, TypedDict

from ..__main__ import be_a_program
from .birth import Order, born
from .heap import alone, settle
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
    for name in start["now"]:
        importlib.import_module(name)
    be_a_program()
    with socket.socket(fileno=control) as judge:
        judge.set_inheritable(False)
        _Zygote(judge, None if start["rules"] is None else rules).serve(start["later"])


class _Zygote:
    """Knows the keepers that it started by number, and nothing else."""

    def __init__(self, judge: socket.socket, rules: list[Rule] | None) -> None:
        self._judge, self._rules = judge, rules
        self._keepers: dict[int, int] = {}
        self._wake, wakes = os.pipe()
        for number in (self._wake, wakes):
            os.set_blocking(number, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakes)

    def serve(self, later: list[str]) -> NoReturn:
        """Until the judge is gone. What is imported later, is as soon as there is nothing to do."""
        self._say({"ready": True})
        tidy = False
        while True:
            judge = self._judge.fileno()
            ready, _, _ = select.select([judge, self._wake], [], [], None if tidy else 0)
            if self._wake in ready:
                os.read(self._wake, 4096)
                self._reap()
            if judge in ready:
                self._listen()
            if not ready:
                for name in later:
                    with suppress(ImportError):
                        importlib.import_module(name)
                settle()
                tidy = True

    def _listen(self) -> None:
        packet, pipes, _, _ = socket.recv_fds(self._judge, PACKET, MOST_PIPES)
        if not packet:
            os._exit(0)
        order: Order = json.loads(packet)
        if not alone():
            self._say({"id": order["id"], "trouble": "the zygote has more than one thread"})
            os._exit(_CROWDED)
        try:
            keeper = born(order, pipes, self._rules)
        except OSError as error:
            self._say({"id": order["id"], "trouble": str(error)})
            return
        finally:
            for number in pipes:
                os.close(number)
        self._keepers[keeper] = order["id"]
        handle = os.pidfd_open(keeper)
        self._say({"id": order["id"]}, handle)
        os.close(handle)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if (number := self._keepers.pop(pid, None)) is not None:
                self._say({"id": number, "ended": os.waitstatus_to_exitcode(status)})

    def _say(self, message: dict[str, Any], *handles: int) -> None:
        try:
            socket.send_fds(self._judge, [json.dumps(message).encode()], handles)
        except OSError:
            os._exit(0)
