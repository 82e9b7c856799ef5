"""The parent's side: one cell after the other, each with its time, until the last or the end."""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import zmq
from jupyter_client.manager import AsyncKernelManager

from .client import LARGEST, Client
from .provisioner import ForkedKernelProvisioner


_GRACE = 2.0
"""Seconds for a cell that was interrupted to come to an end."""
_READY = 30.0
_TICK = 0.02


@dataclass(slots=True)
class Ran:
    """How it went."""

    interrupted: list[dict[str, Any]] = field(default_factory=list)
    """Cells that took too long: what they and others had defined is there."""
    ended: dict[str, Any] | None = None
    """How the kernel ended, if it did: there is nothing left to be asked."""
    cut: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of wall time."""

    cell: float
    notebook: float


async def drive(
    notebook: Any, pid: int, info: dict[str, Any], pace: Pace, begin: Callable[[], None]
) -> Ran:
    """Run the notebook in the kernel with this number; `begin` is called when it can start."""
    manager = AsyncKernelManager()
    manager.load_connection_info(info)
    manager.context.setsockopt(zmq.MAXMSGSIZE, LARGEST)
    kernel = ForkedKernelProvisioner(parent=manager, pid=pid)
    manager.provisioner = kernel
    await manager.start_kernel()
    log = logging.getLogger("nothing")
    client = Client(notebook, km=manager, allow_errors=True, log=log)
    client.kc = await _connected(manager)
    begin()
    driver = _Driver(client, kernel, pace)
    await driver.all()
    client.kc.stop_channels()
    driver.ran.cut = client.cut
    return driver.ran


async def _connected(manager: AsyncKernelManager) -> Any:
    """A client that the kernel has greeted: nothing that it says from now on is missed."""
    channels = manager.client()
    channels.start_channels(stdin=False, hb=False, control=False)
    deadline = monotonic() + _READY
    while monotonic() < deadline:
        message = await channels.iopub_channel.get_msg(timeout=deadline - monotonic())
        if message["msg_type"] == "iopub_welcome":
            return channels
    raise TimeoutError(f"the kernel did not greet within {_READY:g} s")


class _Driver:
    """One run through a notebook."""

    def __init__(self, client: Client, kernel: ForkedKernelProvisioner, pace: Pace) -> None:
        self.client, self.kernel, self.pace = client, kernel, pace
        self.ran = Ran()

    async def all(self) -> None:
        """Every code cell, as long as there is a kernel and time."""
        deadline = monotonic() + self.pace.notebook
        death = asyncio.ensure_future(self.kernel.wait())
        number = 0
        for index, cell in enumerate(self.client.nb.cells):
            if cell.cell_type != "code":
                continue
            number += 1
            if not cell.source.strip():
                continue
            left = deadline - monotonic()
            if left <= 0:
                self._interrupted(number, whole=True)
                break
            over = await self._one(number, index, min(left, self.pace.cell), death)
            if over:
                self._interrupted(number, whole=monotonic() >= deadline)
            if self.ran.ended or monotonic() >= deadline:
                break
        death.cancel()

    async def _one(
        self, number: int, index: int, seconds: float, death: "asyncio.Future[Any]"
    ) -> bool:
        """Run one cell; whether it had to be interrupted."""
        cell = self.client.nb.cells[index]
        task = asyncio.ensure_future(self.client.async_execute_cell(cell, index))
        await _first(task, death, seconds)
        over = not task.done() and not death.done()
        if over:
            await self.kernel.send_signal(signal.SIGINT)
            await _first(task, death, _GRACE)
        if not task.done() and not death.done():
            await self.kernel.kill()
            self.ran.ended = {"limit": "time", "detail": "", "cell": number}
        elif self.kernel.status() is not None:
            self.ran.ended = {**_end(self.kernel.status() or 0), "cell": number}
        task.cancel()
        with suppress(Exception, asyncio.CancelledError):  # what a kernel sends may be anything
            await task
        return over and self.ran.ended is None

    def _interrupted(self, number: int, *, whole: bool) -> None:
        seconds = self.pace.notebook if whole else self.pace.cell
        self.ran.interrupted.append({"cell": number, "seconds": float(seconds), "whole": whole})


async def _first(task: "asyncio.Future[Any]", death: "asyncio.Future[Any]", seconds: float) -> None:
    """Wait for the cell or for the kernel's end; what was sent before the end may still come."""
    await asyncio.wait({task, death}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    if death.done() and not task.done():
        await asyncio.wait({task}, timeout=5 * _TICK)


def _end(status: int) -> dict[str, Any]:
    if status < 0:
        return {"limit": "signal", "detail": f"signal {-status}"}
    return {"limit": "exit", "detail": f"exit status {status}"}
