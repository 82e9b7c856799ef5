"""A parent that has nothing to do any more but to end as its kernel ends, and to leave nobody."""

import os
import signal
from contextlib import suppress
from typing import NoReturn

from ..walls import children


_SIGNALS = 128


def outlive(kernel: int) -> NoReturn:
    """Wait for the kernel, and for what it leaves behind; then end as it did."""
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == kernel:
            _sweep(kernel)
            _exit_like(os.waitstatus_to_exitcode(status))


def _sweep(group: int) -> None:
    """Kill what the kernel left: its group, and orphans that came to us, until there are none."""
    while True:
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)
        for pid in children():
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _exit_like(status: int) -> NoReturn:
    """End this process as another one ended."""
    if status < 0:
        with suppress(OSError):
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status if status >= 0 else _SIGNALS - status)
