"""Frames to a worker, as many frames back, while limits are kept: by one thread, never blocked.

Several questions may be written at once: their answers are taken one by one, in order, each with a
clock of its own. Whatever a worker does with its three pipes, an exchange ends by its deadline, and
ends in a value or in the reason why there is none.
"""

import os
import selectors
import signal
from dataclasses import replace
from time import monotonic
from typing import Any

from harness.model import Limits, Stopped
from harness.sandbox.inside.nodes import Caps, WireError
from harness.sandbox.inside.wire import PREFIX, lengths, unpack
from harness.sandbox.said import Said
from harness.sandbox.worker import PIPE_BYTES, Worker


_TICK = 0.05
"""Seconds between two looks at the memory of a worker that has not answered yet."""
_GRACE = 1.0
"""Seconds for a worker whose pipe has closed to be seen to have ended."""
_BRIEF = 0.005
_MIB = 2**20
_BASE_MIB, _BASE_PROCESSES = 64, 4
"""What a worker takes before the student's first line: NumPy, a guardian or two."""


class Exchange:
    """Frames with one worker."""

    def __init__(self, worker: Worker, limits: Limits, said: Said) -> None:
        self._worker, self._limits, self._said = worker, limits, said
        self._caps = Caps(payload=limits.answer_mib * _MIB)
        self._selector = selectors.DefaultSelector()
        self._selector.register(worker.results, selectors.EVENT_READ, self._hear)
        self._selector.register(worker.said, selectors.EVENT_READ, self._listen)
        self._out = memoryview(b"")
        self._got = bytearray()
        self._parts: tuple[int, int] | None = None
        self._due = 0
        self._closed: float | None = None

    def close(self) -> None:
        """Forget the pipes; the worker is killed by whoever started it."""
        self._selector.close()

    def hear(self, said: Said) -> None:
        """From now on what is printed is the submission's."""
        self._said = said
        said.anew()

    def __call__(self, frames: bytes, seconds: float, *, due: int = 0) -> tuple[Any, float]:
        """The worker's next answer, or Stopped; and how long it took by our clock.

        So many more answers are `due` afterwards: they are asked for with no frame.
        """
        began = monotonic()
        self._due = due
        try:
            self._say(frames)
            value = self._wait(began, began + seconds) or self._value()
        except WireError as error:
            value = Stopped(limit="protocol", detail=str(error)[:300])
        if due == 0:
            self._pump(0)
        if self._said.flooded:
            value = self._too_much()
        taken = monotonic() - began
        return (replace(value, seconds=taken) if isinstance(value, Stopped) else value), taken

    def _wait(self, began: float, deadline: float) -> Stopped | None:
        look = began + _TICK
        while not self._complete():
            now = monotonic()
            if now >= deadline:
                return Stopped(limit="time", detail=f"{deadline - began:g} s")
            if now >= look or self._closed is not None or self._said.flooded:
                if stopped := self._ended(now) or self._too_much():
                    return stopped
                look = now + _TICK
            self._pump(min(look, deadline) - now if self._closed is None else _BRIEF)
        return None

    def _complete(self) -> bool:
        """Whether a whole frame is here; more than what is due is too much."""
        if self._parts is None and len(self._got) >= PREFIX.size:
            self._parts = lengths(bytes(self._got[: PREFIX.size]), self._caps)
        surplus = -1 if self._parts is None else len(self._got) - PREFIX.size - sum(self._parts)
        if surplus > 0 and self._due == 0:
            raise WireError("more than one answer to one question")
        return surplus >= 0

    def _value(self) -> Any:
        assert self._parts is not None
        tree = PREFIX.size + self._parts[0]
        end = tree + self._parts[1]
        parts = bytes(self._got[PREFIX.size : tree]), bytes(self._got[tree:end])
        del self._got[:end]
        self._parts = None
        return unpack(*parts, self._caps)

    def _ended(self, now: float) -> Stopped | None:
        """How the worker ended, if it has, or if it can say nothing any more."""
        code = self._worker.poll()
        if code is None:
            if self._closed is None or now < self._closed + _GRACE:
                return None
            return Stopped(limit="protocol", detail="the pipe for answers was closed")
        self._pump(0)
        return None if self._complete() else _verdict(code)

    def _too_much(self) -> Stopped | None:
        if self._said.flooded:
            return Stopped(limit="output", detail=f"more than {self._limits.output_kib} MB")
        most = (self._limits.memory_mib + _BASE_MIB) * _MIB
        memory, processes = self._worker.usage(most)
        if memory > most:
            return Stopped(limit="memory", detail=f"more than {self._limits.memory_mib} MiB")
        if processes > self._limits.processes + _BASE_PROCESSES:
            return Stopped(limit="signal", detail=f"more than {self._limits.processes} processes")
        return None

    def _pump(self, seconds: float) -> None:
        """Move what can be moved, waiting at most this long for the first of it."""
        for key, _ in self._selector.select(max(0.0, seconds)):
            key.data()

    def _say(self, frames: bytes) -> None:
        if not frames:
            return  # nothing is asked now: it may have spoken long ago
        self._pump(0)
        if self._got or self._out:
            raise WireError("an answer before its question")
        self._out = memoryview(frames)
        self._selector.register(self._worker.commands, selectors.EVENT_WRITE, self._tell)
        self._tell()

    def _tell(self) -> None:
        try:
            self._out = self._out[os.write(self._worker.commands, self._out[:PIPE_BYTES]) :]
        except BlockingIOError:
            return
        except OSError:
            self._out = memoryview(b"")  # nobody reads: how it ended is seen elsewhere
        if not self._out:
            self._selector.unregister(self._worker.commands)

    def _hear(self) -> None:
        data = os.read(self._worker.results, PIPE_BYTES)
        self._got += data
        if not data:
            self._selector.unregister(self._worker.results)
            self._closed = monotonic()

    def _listen(self) -> None:
        data = os.read(self._worker.said, PIPE_BYTES)
        self._said.add(data)
        if not data:
            self._selector.unregister(self._worker.said)


def _verdict(code: int) -> Stopped:
    if code == os.EX_PROTOCOL:
        return Stopped(limit="protocol", detail="a pipe of the sandbox was closed")
    if code == -signal.SIGXCPU:
        return Stopped(limit="time", detail="processor time")
    if code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return Stopped(limit="signal", detail=name)
    return Stopped(limit="exit", detail=f"exit status {code}")
