"""The worker's side of the conversation: frames in, frames out, nothing of a student gets past."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from .absent import take_away
from .answer import Asked
from .load import Work, run_module
from .nodes import INWARD, Caps, WireError
from .tell import clean
from .wire import PREFIX, lengths, pack, unpack


_exit, _getpid, _read, _write = os._exit, os.getpid, os.read, os.write
_NOT_HEARD = os.EX_PROTOCOL
"""Ends the worker when a pipe was taken away from it; the judge knows the number."""
_STEP = 2**20
_MOST_ERRORS = 50


class Service:
    """One submission's life inside."""

    def __init__(self, commands: int, results: int, hello: str) -> None:
        self._commands, self._results, self._hello = commands, results, hello
        self._me = _getpid()
        self._caps = Caps()

    def run(self) -> NoReturn:
        """Say hello, load the submission, answer until nobody asks any more."""
        self._send({"nonce": self._hello, "kind": "ready"})
        order = self._receive()
        self._caps = Caps(payload=order["answer_mib"] * 2**20)
        self._send({"nonce": order["nonce"], **self._guarded(partial(self._load, order))})
        while True:
            question = self._receive()
            answer = self._guarded(partial(self._answer, question))
            self._send({"nonce": question["nonce"], **answer})

    def _guarded(self, step: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The step's answer, or the limit that it ran into."""
        try:
            answer = step()
        except MemoryError:
            answer = {"kind": "stopped", "limit": "memory", "detail": "MemoryError"}
        if _getpid() != self._me:  # a fork of the student's came back here: it has no say
            _exit(0)
        for stream in (sys.stdout, sys.stderr):
            with suppress(BaseException):  # the student may have put anything there
                stream.flush()
        return answer

    def _load(self, order: dict[str, Any]) -> dict[str, Any]:
        take_away(order["without"])
        drive = ModuleType("drive")
        try:
            code = compile(order["drive"].tobytes(), "drive.py", "exec", dont_inherit=True)
            exec(code, vars(drive))  # noqa: S102 - the instructor's
            if order["kernel"]:  # imported before the student's folder stands on the path
                from .kernel import pair  # noqa: F401, PLC0415 - half a second
            work = Work(Path.cwd(), order["main"])
            work.prepare({name: data.tobytes() for name, data in order["files"].items()})
        except Exception as error:  # noqa: BLE001 - nothing of the student has run yet: ours
            return {"kind": "broken", "reason": clean(f"{type(error).__name__}: {error}", 2000)}
        self._asked = Asked(drive, work, self._caps)
        if order["kernel"]:
            return self._run_in_kernel(work, order)
        _run(work)
        return {"kind": "loaded", "errors": work.errors[:_MOST_ERRORS]}

    def _run_in_kernel(self, work: Work, order: dict[str, Any]) -> dict[str, Any]:
        """Returns in another process, the kernel's: from then on that one is the service."""
        from .kernel.drive import Pace  # noqa: PLC0415 - imported before, see `_load`
        from .kernel.pair import Judge, run_notebook  # noqa: PLC0415

        judge = Judge(
            nonce=order["nonce"],
            send=self._send,
            receive=self._receive,
            adopt=self._adopt,
            leave=self._leave,
        )
        pace = Pace(order["kernel"]["cell_seconds"], order["kernel"]["notebook_seconds"])
        answer = run_notebook(work, pace, judge)
        return {**answer, "errors": answer.get("errors", [])[:_MOST_ERRORS]}

    def _adopt(self) -> None:
        self._me = _getpid()

    def _leave(self) -> None:
        os.close(self._commands)
        os.close(self._results)

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        return self._asked(question, partial(self._converse, question["nonce"]))

    def _converse(self, nonce: str, message: dict[str, Any]) -> dict[str, Any]:
        """One message of a training, and what is said to it."""
        if _getpid() != self._me:  # a fork of the student's draws nothing and answers nothing
            _exit(0)
        self._send({"nonce": nonce, **message})
        heard: dict[str, Any] = self._receive()
        return heard

    def _send(self, answer: dict[str, Any]) -> None:
        try:
            frame = memoryview(pack(answer, self._caps))
        except WireError as error:
            refused = {"nonce": answer["nonce"], "kind": "refused", "reason": "too large"}
            frame = memoryview(pack({**refused, "seen": str(error)[:200]}, self._caps))
        try:
            while frame:
                frame = frame[_write(self._results, frame[:_STEP]) :]
        except OSError:
            _exit(_NOT_HEARD)

    def _receive(self) -> Any:
        tree, payload = lengths(self._exactly(PREFIX.size), INWARD)
        rest = self._exactly(tree + payload)
        return unpack(rest[:tree], rest[tree:], INWARD)

    def _exactly(self, size: int) -> bytes:
        got = bytearray()
        while len(got) < size:
            try:
                part = _read(self._commands, min(_STEP, size - len(got)))
            except OSError:
                _exit(_NOT_HEARD)
            if not part:
                _exit(0)
            got += part
        return bytes(got)


def _run(work: Work) -> None:
    if work.main.endswith(".ipynb"):
        from .notebook import run_cells  # noqa: PLC0415 - only notebooks pay for it

        run_cells(work)
    else:
        run_module(work)
