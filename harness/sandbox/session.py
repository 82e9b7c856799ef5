"""One submission inside one sandbox: loaded once, asked as often as needed, by any backend.

Some questions are put at once, so that nobody waits for anybody; each has a nonce and a limit of
its own, and is answered in its turn. A worker that died or was stopped is replaced, and the rest of
the questions go to the new one. A question that ends a worker which had been asked before is put
once more to a fresh one, since what ended it may be left over from an earlier question: nobody
fails by another exercise's thread.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import takewhile
from typing import TypeVar

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
from harness.sandbox import answers
from harness.sandbox.exchange import Exchange
from harness.sandbox.inside.nodes import WireError
from harness.sandbox.loading import load, read
from harness.sandbox.questions import Question, together
from harness.sandbox.said import Said
from harness.sandbox.teach import teach
from harness.sandbox.worker import Worker


_READY_SECONDS = 60.0
"""For the interpreter and NumPy: ours, so a slow machine gets a long time."""
_STRIKES = 2
"""Questions of one exercise that may end in a limit; the others would only cost time."""
_TRIES = 2
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
        found: list[Evidence] = []
        while len(found) < len(jobs):
            found += self._some(jobs[len(found) :])
        return found

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

    def _some(self, jobs: Sequence[Job]) -> Sequence[Evidence]:
        """Evidence for the first of these, and for more of them if they go well at once."""
        if not self._hopeful(jobs[0]):
            return [replace(self._last[jobs[0].exercise], seconds=0.0)]
        found = self._unbroken(lambda: self._put(list(takewhile(self._hopeful, jobs))))
        return [found] if isinstance(found, Broken) else found

    def _hopeful(self, job: Job) -> bool:
        return self._strikes[job.exercise] < _STRIKES

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

    def _put(self, jobs: Sequence[Job]) -> Sequence[Evidence]:
        """The first questions, to the worker there is or to a new one, until one of them ends it.

        Without that one, unless it was the first: it is put once more, to a fresh worker.
        """
        if self._exchange is None and not isinstance(again := self._load(), Loaded):
            return [self._final(jobs[0], again)]
        try:
            asked = together(jobs)
        except WireError as error:
            return [Broken(reason=f"{jobs[0].id}: this question cannot be put: {error}")]
        found: list[Evidence] = []
        frames = b"".join(one.frame for one in asked)
        for due, one in zip(reversed(range(len(asked))), asked, strict=True):
            try:
                answer = self._hear(one, frames, due)
            except Fault:
                if not found:
                    raise
                self.close()
                break
            if isinstance(answer, Stopped):
                found += [self._final(one.job, answer)] if self._asked == 1 else []
                self.close()
                break
            found.append(answer)
            frames = b""
        return found

    def _hear(self, one: Question, frames: bytes, due: int) -> Evidence:
        """The answer to this question, which is in these frames or was in earlier ones."""
        assert self._exchange is not None
        self._asked += 1
        said, seconds = self._exchange(frames, self._assignment.limits.seconds, due=due)
        return read(said, lambda: answers.evidence(said, one.nonce, one.job, seconds))

    def _final(self, job: Job, found: _T) -> _T:
        """What a question that ended its worker ends in."""
        if isinstance(found, Stopped):
            self._strikes[job.exercise] += 1
            self._last[job.exercise] = found
        return found

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
        result = load(self._exchange, self._submission, self._assignment, self._said)
        if not isinstance(result, Loaded):
            self.close()
        return result

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
