"""The kernel's standard output: shown under the cell, and told to the judge as ever."""

import os
import select
import threading
from typing import Any

from ipykernel.iostream import OutStream


_ENOUGH = 2**18
"""Characters of one cell that travel to the driver, which keeps fewer; the judge counts all."""
_READ = 2**16


class Stream(OutStream):  # type: ignore[misc]  # it is Any to mypy
    """What is written goes to the notebook and to the descriptor that the judge reads.

    ipykernel puts a pipe in place of descriptor 1 or 2, so that libraries and commands are heard
    too. A fork of the student's writes into that pipe: it has no thread that could send anything.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._published = 0
        self._retired = False
        self._hearing = threading.RLock()
        super().__init__(*args, **kwargs)

    def write(self, string: str) -> int:
        """Show it, and tell it. After the last cell it is only told."""
        if self._retired:
            _put(self._original_stdstream_fd, string)
        elif self._is_master_process():
            _put(self._original_stdstream_copy, string)
            if room := max(0, _ENOUGH - self._published):
                self._published += len(string[:room])
                super().write(string[:room])
        else:
            _put(self._original_stdstream_fd, string)
        return len(string)

    def flush(self) -> None:
        """Send what waits, also in the pipe, if there is still somebody to send it to."""
        if not self._retired and self._is_master_process():
            self._hear()
            super().flush()

    def set_parent(self, parent: dict[str, Any]) -> None:
        """Another cell begins."""
        self._published = 0
        super().set_parent(parent)

    def retire(self) -> None:
        """Give the descriptor back; whoever kept this stream may go on writing to it."""
        if self._retired:
            return
        self.flush()
        self._should_watch = False
        os.write(self._original_stdstream_fd, b"\0")  # wakes the thread that watches the pipe
        self.watch_fd_thread.join(1.0)
        os.dup2(self._original_stdstream_copy, self._original_stdstream_fd)
        self._retired = True

    def _watch_pipe_fd(self) -> None:
        """In a thread: hear what others write to the descriptor."""
        while self._should_watch:
            select.select([self._fid], [], [])
            if self._should_watch:
                self._hear()

    def _hear(self) -> None:
        """Whoever holds the lock takes all that is in the pipe, so that nothing comes too late."""
        with self._hearing:
            while select.select([self._fid], [], [], 0)[0]:
                self.write(os.read(self._fid, _READ).decode(errors="replace"))


def _put(number: int, text: str) -> None:
    data = memoryview(text.encode("utf-8", "backslashreplace"))
    while data:
        data = data[os.write(number, data) :]
