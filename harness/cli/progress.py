"""How far a batch is: a live line in a terminal, plain lines anywhere else."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from harness.grade import Event, Progress
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


class Screen(Counts):
    """A bar, the counts, and what runs now."""

    def __init__(self, slug: str, isolation: str, console: Console) -> None:
        super().__init__(slug, isolation)
        self.bar = Bar(
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
        )
        self.task = self.bar.add_task(slug, total=None, rate="")
        self.live = Live(Group(self.bar), console=console, refresh_per_second=8, transient=False)

    def begin(self, total: int) -> None:
        """Show what begins."""
        super().begin(total)
        self.bar.update(self.task, total=total)
        self._show()

    def tell(self, event: Event, name: str, grade: Grade | None) -> None:
        """Show what happened."""
        super().tell(event, name, grade)
        self.bar.update(self.task, completed=self.done, rate=f"{self.rate:.1f}/s")
        self._show()

    def _show(self) -> None:
        counts = Text.assemble(
            ("  lost points ", "dim"),
            str(self.lost),
            ("   void ", "dim"),
            (str(self.void), "magenta" if self.void else ""),
            ("   graded before ", "dim"),
            str(self.kept),
            ("   isolation ", "dim"),
            self.isolation,
        )
        now = Text(f"  now  {'  '.join(list(self.running)[:4])}", style="dim", no_wrap=True)
        self.live.update(Group(self.bar, counts, now if self.running else Text("")))


@contextmanager
def progress(slug: str, isolation: str) -> Iterator[Progress]:
    """The display that fits where we are."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Plain(slug, isolation)
        return
    screen = Screen(slug, isolation, console)
    with screen.live:
        yield screen
