"""A training without a pipe: the student's code in this thread, the judge's side in another.

The judge's side is the same as with a worker (`sandbox/teach.py`), frames and all: what it hands
out is a copy, and what it counts is what was drawn.
"""

import queue
from threading import Thread
from types import TracebackType
from typing import Any, Self

from harness.model import Broken, Evidence, Lesson, Stopped
from harness.sandbox.inside.nodes import INWARD, WireError
from harness.sandbox.inside.wire import whole
from harness.sandbox.teach import teach


class OverError(BaseException):
    """The judge has stopped asking; whatever still trains may end."""


class Rendezvous:
    """Where both sides of one training meet."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._inward: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._outward: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._nonce = ""
        self._found: Evidence = Broken(reason="the training was never begun")
        self._teacher = Thread(target=self._teach, name="harness-teacher", daemon=True)

    def __enter__(self) -> Self:
        self._teacher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is not None:
            self._outward.put(Stopped(limit="signal", detail=kind.__name__))
        self._teacher.join()

    def order(self) -> dict[str, Any]:
        """What is to be trained."""
        order = self._hear()
        self._nonce = order["nonce"]
        return order

    def converse(self, message: dict[str, Any]) -> dict[str, Any]:
        """One message to the judge's side, and what it says to that."""
        self._outward.put({"nonce": self._nonce, **message})
        return self._hear()

    def ended(self, answer: dict[str, Any]) -> Evidence:
        """What the judge's side makes of the last message."""
        self._outward.put({"nonce": self._nonce, **answer})
        return self.over()

    def over(self) -> Evidence:
        """What the judge's side has come to."""
        self._teacher.join()
        return self._found

    def stopped(self, why: Stopped) -> Evidence:
        """A limit ended it on this side."""
        self._outward.put(why)
        self._teacher.join()
        return why

    def _hear(self) -> dict[str, Any]:
        frame = self._inward.get()
        if frame is None:
            raise OverError
        heard: dict[str, Any] = whole(frame, INWARD)
        return heard

    def _teach(self) -> None:
        try:
            self._found = teach(self._exchange, self._lesson)
        except WireError as error:
            self._found = Stopped(limit="protocol", detail=str(error)[:300])
        except Exception as error:  # noqa: BLE001 - ours, and told as such
            self._found = Broken(reason=f"{type(error).__name__}: {error}")
        finally:
            self._inward.put(None)

    def _exchange(self, frame: bytes, seconds: float) -> tuple[Any, float]:
        self._inward.put(frame)
        try:
            return self._outward.get(timeout=seconds), 0.0
        except queue.Empty:
            return Stopped(limit="time", detail=f"{self._lesson.seconds:g} s"), 0.0
