"""How far a batch is, in plain lines, for logs; and what every display counts."""

import sys
import time

from harness.grade import Event
from harness.model import Grade, Status


EVERY = 5.0
"""Seconds between two plain lines."""


class Counts:
    """What every display counts."""

    def __init__(self, slug: str, isolation: str) -> None:
        self.slug, self.isolation = slug, isolation
        self.total = self.done = self.kept = self.lost = self.void = 0
        self.running: dict[str, float] = {}
        self.start = time.monotonic()

    def begin(self, total: int) -> None:
        """So many there are."""
        self.total = total

    def tell(self, event: Event, name: str, grade: Grade | None) -> None:
        """Count what happened."""
        if event is Event.STARTED:
            self.running[name] = time.monotonic()
            return
        self.running.pop(name, None)
        self.done += 1
        self.kept += event is Event.KEPT
        if grade is not None:
            self.void += grade.status is not Status.GRADED
            self.lost += grade.status is Status.GRADED and grade.score < grade.max_score

    @property
    def rate(self) -> float:
        """Submissions graded a second in this run."""
        return (self.done - self.kept) / max(time.monotonic() - self.start, 1e-9)

    def line(self) -> str:
        """Everything in one line."""
        return (
            f"{self.slug}: {self.done}/{self.total} done, {self.lost} lost points, "
            f"{self.void} void, {self.rate:.1f}/s"
        )


class Plain(Counts):
    """A line now and then, for logs."""

    def __init__(self, slug: str, isolation: str) -> None:
        super().__init__(slug, isolation)
        self.said = 0.0

    def begin(self, total: int) -> None:
        """Say what begins."""
        super().begin(total)
        self._say(f"{self.slug}: {total} submissions, isolation: {self.isolation}")

    def tell(self, event: Event, name: str, grade: Grade | None) -> None:
        """Say it if it is time to."""
        super().tell(event, name, grade)
        last = self.done == self.total
        if event is not Event.STARTED and (last or time.monotonic() - self.said > EVERY):
            self.said = time.monotonic()
            left = (self.total - self.done) / self.rate if self.rate else 0.0
            now = ", ".join(list(self.running)[:3])
            self._say(self.line() + ("" if last else f", {left:.0f} s left, now: {now}"))

    def _say(self, line: str) -> None:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
