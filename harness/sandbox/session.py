"""One submission inside one sandbox: loaded once, asked as often as needed, by any backend.

A worker that died or was stopped is replaced, and the rest of the questions go to the new one. A
question that ends a worker which had been asked before is put once more to a fresh one, since what
ended it may be left over from an earlier question: nobody fails by another exercise's thread.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from secrets import token_hex
from typing import Any, TypeVar

import numpy as np

from harness.model import (
    Assignment,
    Broken,
    Evidence,
    Fault,
    Job,
    Lesson,
    Loaded,
    Stopped,
    Submission,
)
from harness.sandbox import answers, cells
from harness.sandbox.exchange import Exchange, Said
from harness.sandbox.inside.nodes import INWARD, WireError
from harness.sandbox.inside.wire import pack
from harness.sandbox.teach import teach
from harness.sandbox.worker import Worker


_READY_SECONDS = 60.0
"""For the interpreter and NumPy: ours, so a slow machine gets a long time."""
_STRIKES = 2
"""Questions of one exercise that may end in a limit; the others would only cost time."""
_TRIES = 2
_KERNEL_SECONDS = 60.0
"""For a notebook's kernel to be ready: ours as well."""
_CLOSING_SECONDS = 10.0
"""For a cell that is interrupted or killed, and for what was shown to be brought together."""
_T = TypeVar("_T")


class WorkerSession:
    """A session over workers that `start` makes."""

    def __init__(
        self, start: Callable[[], Worker], submission: Submission, assignment: Assignment
    ) -> None:
        self._start, self._submission, self._assignment = start, submission, assignment
        self._said = Said(assignment.limits)
        self._worker: Worker | None = None
        self._exchange: Exchange | None = None
        self._asked = 0
        self._strikes: Counter[str] = Counter()
        self._last: dict[str, Stopped] = {}
        with ExitStack() as undo:
            undo.callback(self.close)
            self._loaded = self._unbroken(self._load)
            undo.pop_all()

    @property
    def loaded(self) -> Loaded | Stopped | Broken:
        """How running the submission itself ended, the first time."""
        return self._loaded

    @property
    def said(self) -> str:
        """All that it has printed until now, capped."""
        return self._said.text

    def close(self) -> None:
        """Kill all that is left. Asking again starts anew."""
        if self._exchange is not None:
            self._exchange.close()
        if self._worker is not None:
            self._worker.kill()
        self._worker = self._exchange = None
        self._asked = 0

    def ask(self, jobs: Sequence[Job]) -> Sequence[Evidence]:
        """One piece of evidence for each job, in their order."""
        if not isinstance(self._loaded, Loaded):
            return [self._loaded] * len(jobs)
        return [self._one(job) for job in jobs]

    def train(self, lesson: Lesson) -> Evidence:
        """One training, in a worker of its own."""
        if not isinstance(self._loaded, Loaded):
            return self._loaded
        self.close()
        found = self._unbroken(lambda: self._taught(lesson))
        self.close()
        return found

    def _taught(self, lesson: Lesson) -> Evidence:
        if not isinstance(again := self._load(), Loaded):
            return again
        assert self._exchange is not None
        try:
            return teach(self._exchange, lesson)
        except WireError as error:
            return Stopped(limit="protocol", detail=str(error)[:300])

    def _one(self, job: Job) -> Evidence:
        if self._strikes[job.exercise] >= _STRIKES:
            return replace(self._last[job.exercise], seconds=0.0)
        found = self._unbroken(lambda: self._put(job))
        if isinstance(found, Stopped) and self._asked > 1:
            self.close()
            found = self._unbroken(lambda: self._put(job))
        if isinstance(found, Stopped):
            self.close()
            self._strikes[job.exercise] += 1
            self._last[job.exercise] = found
        return found

    def _unbroken(self, step: Callable[[], _T]) -> _T | Broken:
        """The step, once more if the sandbox itself broke under it: that is ours."""
        why = ""
        for _ in range(_TRIES):
            try:
                return step()
            except Fault as error:
                self.close()
                why = str(error)
        return Broken(reason=why)

    def _put(self, job: Job) -> Evidence:
        """The question to the worker there is, or to a new one."""
        if self._exchange is None and not isinstance(again := self._load(), Loaded):
            return again
        assert self._exchange is not None
        self._asked += 1
        nonce = token_hex(16)
        question = {"nonce": nonce, "exercise": job.exercise, "arguments": dict(job.arguments)}
        try:
            frame = pack(question, INWARD)
        except WireError as error:
            return Broken(reason=f"{job.id}: this question cannot be put: {error}")
        found, seconds = self._exchange(frame, self._assignment.limits.seconds)
        return _read(found, lambda: answers.evidence(found, nonce, job, seconds))

    def _load(self) -> Loaded | Stopped | Broken:
        """A new worker with the submission in it."""
        ready: Stopped | Broken | None = None
        for _ in range(_TRIES):
            if (ready := self._begin()) is None:
                break
            self.close()
        if ready is not None:
            return ready
        assert self._exchange is not None
        nonce = token_hex(16)
        try:
            frame = pack(self._order(nonce), INWARD)
        except WireError as error:
            self.close()
            return Broken(reason=f"the submission cannot be handed to the sandbox: {error}")
        if cells.in_kernel(self._submission, self._assignment):
            result = self._load_in_kernel(frame, nonce)
        else:
            found, seconds = self._exchange(
                frame, cells.patience(self._submission, self._assignment)
            )
            result = _read(found, lambda: answers.loaded(found, nonce, self._said.text, seconds))
        if not isinstance(result, Loaded):
            self.close()
        return result

    def _load_in_kernel(self, frame: bytes, nonce: str) -> Loaded | Stopped | Broken:
        """First the kernel, which is ours to start, then the cells."""
        assert self._exchange is not None
        ready, seconds = self._exchange(frame, _KERNEL_SECONDS)
        if not (
            isinstance(ready, dict) and _read(ready, lambda: answers.is_ready(ready, nonce)) is True
        ):
            told = _read(ready, lambda: answers.loaded(ready, nonce, "", seconds))
            why = told.reason if isinstance(told, Broken) else str(told)
            return Broken(reason=f"the notebook's kernel did not start: {why}")
        again = token_hex(16)
        patience = cells.patience(self._submission, self._assignment) + _CLOSING_SECONDS
        found, seconds = self._exchange(pack({"nonce": again}, INWARD), patience)
        return _read(found, lambda: answers.loaded(found, again, self._said.text, seconds))

    def _begin(self) -> Broken | None:
        """Start a worker and hear it say that it is ready; if it does not, that is our fault."""
        try:
            worker = self._worker = self._start()
        except Fault as error:
            return Broken(reason=str(error))
        before = Said(self._assignment.limits)
        self._exchange = Exchange(worker, self._assignment.limits, before)
        found, _ = self._exchange(b"", _READY_SECONDS)
        if isinstance(found, dict) and found == {"nonce": worker.hello, "kind": "ready"}:
            self._exchange.hear(self._said)
            return None
        why = f"{found.limit}: {found.detail}" if isinstance(found, Stopped) else "no hello"
        return Broken(reason=f"the sandbox did not start ({why}). {before.text.strip()[-500:]}")

    def _order(self, nonce: str) -> dict[str, Any]:
        files = self._submission.files
        return {
            "nonce": nonce,
            "files": {name: np.frombuffer(data, np.uint8) for name, data in files.items()},
            "main": self._submission.main,
            "drive": np.frombuffer(self._assignment.drive, np.uint8),
            "without": list(self._assignment.without),
            "answer_mib": self._assignment.limits.answer_mib,
            "kernel": cells.pace(self._submission, self._assignment),
        }


def _read(found: Any, read: Callable[[], _T]) -> _T | Stopped:
    """What the frame says; a frame that says nothing sensible is a breach of the protocol."""
    if isinstance(found, Stopped):
        return found
    try:
        return read()
    except WireError as error:
        return Stopped(limit="protocol", detail=str(error)[:300])
