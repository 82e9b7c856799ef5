"""How jupyter_client takes over a kernel that is a fork of this very process.

Another provisioner starts a command; this one is handed a process that is there already, with
ipykernel imported. Without one it forks by itself, which a program with one thread may do.
"""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerBase
from traitlets import Integer


_TICK = 0.02
_PATIENCE = 3.0
_QUIET = 50
"""Above it ipykernel explains itself on standard output."""


class ForkedKernelProvisioner(KernelProvisionerBase):  # type: ignore[misc]  # it is Any to mypy
    """One forked kernel. To kill it is to kill all that descends from it."""

    pid = Integer(None, allow_none=True, help="The kernel that is handed over, if there is one.")
    _status: int | None = None

    @property
    def has_process(self) -> bool:
        """Whether the kernel lives."""
        return self.pid is not None and self.status() is None

    def status(self) -> int | None:
        """How it ended: its exit status, minus the signal, or None while it lives."""
        if self._status is None and self.pid is not None:
            with suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status

    async def poll(self) -> int | None:
        """The same, as jupyter_client asks it; 0 if there is no kernel."""
        return 0 if self.pid is None else self.status()

    async def wait(self) -> int | None:
        """Wait for its end."""
        while self.has_process:  # noqa: ASYNC110 - a process has no event that works everywhere
            await asyncio.sleep(_TICK)
        return self._status

    async def send_signal(self, signum: int) -> None:
        """To the kernel and what runs in its group, as `!sleep 1000`."""
        if self.pid is None or not self.has_process:
            return
        with suppress(OSError):  # it is gone, or the walls allow no signals at all
            own_group = os.getpgid(self.pid) == self.pid
            (os.killpg if own_group else os.kill)(self.pid, signum)

    async def kill(self, restart: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """End the kernel's whole tree, whatever it does with signals."""
        if self.pid is None or not self.has_process:
            return
        tree = [self.pid, *descendants(self.pid)]
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in tree:
                with suppress(OSError):
                    os.kill(pid, number)
        with suppress(TimeoutError):  # where walls allow no signals, those outside will end it
            await asyncio.wait_for(self.wait(), _PATIENCE)

    async def terminate(self, restart: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Ask it to end."""
        await self.send_signal(signal.SIGTERM)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """There is no command. A kernel that is still to be forked learns its sockets by a file."""
        if self.pid is None and self.parent is not None:
            self.parent.write_connection_file()
        self.connection_info = self.parent.get_connection_info() if self.parent else {}
        return {**kwargs, "cmd": []}

    async def launch_kernel(self, cmd: list[str], **_: Any) -> KernelConnectionInfo:  # noqa: ARG002
        """Take over the kernel that is there, or fork one."""
        if self.pid is None:
            self.pid = fork(self.parent.connection_file)
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002
        """Forget a kernel that has ended."""
        if not restart and not self.has_process:
            self.pid = None


def fork(connection_file: str) -> int:
    """A plain ipykernel in a fork of this process; the number of its process."""
    pid = os.fork()
    if pid == 0:
        _be_a_kernel(connection_file)
    return pid


def _be_a_kernel(connection_file: str) -> NoReturn:
    code = 1
    try:
        os.setpgid(0, 0)
        asyncio.set_event_loop(asyncio.new_event_loop())
        from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 - only this way needs it here

        app: Any = IPKernelApp.instance(connection_file=connection_file, log_level=_QUIET)
        app.initialize([])
        app.start()
        code = 0
    finally:
        os._exit(code)


def descendants(pid: int) -> list[int]:
    """All that descend from a process, where /proc tells it."""
    parents = dict(_parents())
    found, grew = {pid}, True
    while grew:
        more = {child for child, parent in parents.items() if parent in found} - found
        found |= more
        grew = bool(more)
    return sorted(found - {pid})


def _parents() -> Iterator[tuple[int, int]]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError, ValueError):
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            yield int(stat.parent.name), int(fields[1])
