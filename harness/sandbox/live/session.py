"""A namespace of this process, asked as often as needed: the twin of a session behind walls."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from types import ModuleType
from typing import Any

from harness.model import Assignment, Broken, Evidence, Job, Lesson, Loaded, Stopped
from harness.sandbox import answers
from harness.sandbox.inside.answer import Asked
from harness.sandbox.inside.nodes import Caps, WireError
from harness.sandbox.inside.tell import Book
from harness.sandbox.live.alarm import TimeUpError, alarm
from harness.sandbox.live.calm import FloodError, heard
from harness.sandbox.live.rendezvous import OverError, Rendezvous
from harness.sandbox.said import Said


_STRIKES = 2
"""Questions of one exercise that may end in a limit; the others would only cost time."""
_NONCE = "here"
"""Between two that trust each other."""
_PASSING = (KeyboardInterrupt, TimeUpError, FloodError, OverError)


@dataclass(frozen=True, slots=True)
class Namespace:
    """Names that stand in this process, and whose lines are whose."""

    names: Any
    book: Book


class LiveSession:
    """What stands under the exercises' names, whenever it is asked."""

    def __init__(
        self,
        names: Mapping[str, Any],
        assignment: Assignment,
        book: Book,
        *,
        loaded: Loaded | Stopped | Broken | None = None,
        said: Said | None = None,
    ) -> None:
        """A notebook's cells have run already, one by one; of a file it is told how it ran."""
        self.loaded = loaded or Loaded()
        self._limits = assignment.limits
        self._said = said or Said(assignment.limits)
        self._strikes: Counter[str] = Counter()
        self._last: dict[str, Stopped] = {}
        caps = Caps(payload=assignment.limits.answer_mib * 2**20)
        self._asked = Asked(_driver(assignment), Namespace(names, book), caps, _PASSING)

    @property
    def said(self) -> str:
        """All that has been printed while it was asked, capped."""
        return self._said.text

    def ask(self, jobs: Sequence[Job]) -> Sequence[Evidence]:
        """One piece of evidence for each job. KeyboardInterrupt is the student's own and passes."""
        if not isinstance(self.loaded, Loaded):
            return [self.loaded] * len(jobs)
        return [self._ask(job) for job in jobs]

    def train(self, lesson: Lesson) -> Evidence:
        """One training, in this thread; a teacher in another one hands out the samples."""
        with Rendezvous(lesson) as meeting:
            began = monotonic()
            order = meeting.order()
            try:
                answer = self._limited(lesson.seconds, lambda: self._asked(order, meeting.converse))
            except OverError:
                return meeting.over()
            if isinstance(answer, Stopped):
                return meeting.stopped(replace(answer, seconds=monotonic() - began))
            return meeting.ended(answer)

    def _ask(self, job: Job) -> Evidence:
        if self._strikes[job.exercise] >= _STRIKES:
            return replace(self._last[job.exercise], seconds=0.0)
        question = {"exercise": job.exercise, "arguments": dict(job.arguments)}
        began = monotonic()
        answer = self._limited(self._limits.seconds, lambda: self._asked(question, _no_lesson))
        seconds = monotonic() - began
        if isinstance(answer, Stopped):
            self._strikes[job.exercise] += 1
            self._last[job.exercise] = replace(answer, seconds=seconds)
            return self._last[job.exercise]
        told = {**answer, "nonce": _NONCE}
        try:
            return answers.evidence(told, _NONCE, job, seconds)
        except WireError as error:
            return Stopped(limit="protocol", detail=str(error)[:300], seconds=seconds)

    def _limited(
        self, seconds: float, step: Callable[[], dict[str, Any]]
    ) -> dict[str, Any] | Stopped:
        """The step's answer, or the limit that ended it."""
        self._said.anew()
        try:
            with heard(self._said), alarm(seconds):
                return step()
        except TimeUpError:
            return Stopped(limit="time", detail=f"{seconds:g} s")
        except FloodError:
            return Stopped(limit="output", detail=f"more than {self._limits.output_kib} MB")
        except MemoryError:
            return Stopped(limit="memory", detail="MemoryError")


def _driver(assignment: Assignment) -> ModuleType:
    drive = ModuleType("drive")
    code = compile(assignment.drive, "drive.py", "exec", dont_inherit=True)
    exec(code, vars(drive))  # noqa: S102 - the instructor's
    return drive


def _no_lesson(message: dict[str, Any]) -> dict[str, Any]:
    raise AssertionError(f"a question is no conversation: {message.keys()}")
