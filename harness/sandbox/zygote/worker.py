"""A worker that a zygote made, as the judge holds it: pipes, and a descriptor of its keeper.

The keeper is the process with which all ends: the worker itself, where it is the first of its
namespace, or a guardian that holds a lifeline.
"""

import os
import select
import signal
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from harness.model import Fault
from harness.sandbox import tree
from harness.sandbox.process import remove
from harness.sandbox.worker import close_all


if TYPE_CHECKING:
    from collections.abc import Callable

_SIGNALS = 128
_PATIENCE = 10.0
_LIFELINE = 3


class ZygoteWorker:
    """One sandbox, from the order for it to its end."""

    def __init__(self, *, number: int, pipes: list[int], folder: Path | None) -> None:
        self.number, self.folder, self.hello = number, folder, token_hex(16)
        self.pid, self.trouble, self.dead = 0, "", False
        self.news: Callable[[], int] = _no_news
        """How the keeper ended, asked once it has; Fault if its zygote has as well."""
        self._pipes, self._guarded = pipes, len(pipes) > _LIFELINE
        self._keeper: int | None = None
        self._code: int | None = None

    @property
    def commands(self) -> int:
        """Our end of the pipe that it reads."""
        return self._pipes[0]

    @property
    def results(self) -> int:
        """Our end of the pipe that it answers by."""
        return self._pipes[1]

    @property
    def said(self) -> int:
        """Our end of its standard output and error."""
        return self._pipes[2]

    @property
    def alive(self) -> bool:
        """Whether its keeper is."""
        return self._keeper is not None and not _gone(self._keeper, 0.0)

    def adopt(self, handles: list[int], trouble: str) -> None:
        """From now on it can be watched and killed; or it was never made, for this reason."""
        self.trouble = trouble
        if handles:
            self._keeper, self.pid = handles[0], _pid_of(handles[0])

    def poll(self) -> int | None:
        """How it ended, if it has; Fault if it went because the zygote did."""
        if self._code is None and not self.alive:
            code = self.news()
            self._code = _SIGNALS - code if _SIGNALS < code <= _SIGNALS + 64 else code
        return self._code

    def usage(self, most: int) -> tuple[int, int]:
        """Of all that is in it, but for a guardian, whose memory is the zygote's."""
        return tree.usage(self.pid, most, ours=int(self._guarded)) if self.pid else (0, 0)

    def kill(self) -> None:
        """Once; later calls do nothing."""
        if self.dead:
            return
        self.dead = True
        if self._guarded:
            self._let_go()
        if self._keeper is not None:
            self._kill()
            os.close(self._keeper)
        close_all(*self._pipes)
        if self.folder is not None:
            remove(self.folder)

    def _let_go(self) -> None:
        """Ask a guardian to end everything; where it cannot any more, do it from here."""
        os.close(self._pipes.pop())
        if self._keeper is None or _gone(self._keeper, _PATIENCE):
            return
        tree.kill(tree.members(self.pid))

    def _kill(self) -> None:
        """The kernel ends the whole namespace before its first process is gone."""
        assert self._keeper is not None
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._keeper, signal.SIGKILL)
        _gone(self._keeper, _PATIENCE)


def _no_news() -> int:
    raise Fault("a sandbox was asked how it ended before anybody had taken it")


def _gone(handle: int, seconds: float) -> bool:
    """Whether the process behind a descriptor has ended by then."""
    watch = select.poll()
    watch.register(handle, select.POLLIN)
    return bool(watch.poll(seconds * 1000))


def _pid_of(handle: int) -> int:
    """Its number here, whatever it is called where it lives; 0 if it is gone."""
    for line in Path(f"/proc/self/fdinfo/{handle}").read_text("ascii").splitlines():
        if line.startswith("Pid:"):
            return max(int(line.split()[1]), 0)
    return 0
