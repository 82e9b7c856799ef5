"""Where the milliseconds of one submission go.

    python benchmarks/parts.py [ASSIGNMENT] [--solutions right|wrong] [--sandbox NAME]

Without an assignment a class of the small course is graded. One process, nothing in parallel, each
step timed without the steps inside it: wall time, and CPU time of the judge's own process. What the
submissions themselves take is the difference, as long as nothing else runs.
"""

import argparse
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import small

from harness import ask, intake, sandbox
from harness.grade import Grader, Outputs
from harness.grade.render import Renderer
from harness.judge import example, shrink
from harness.model import Assignment, Evidence, Job, Sandbox, Session, Submission
from harness.store import Key, Ledger


class Clock:
    """Adds up what each step takes, less what the steps inside it take."""

    def __init__(self) -> None:
        self.spent: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        self._open: list[str] = []
        self._since = self._now()

    def _now(self) -> tuple[float, float]:
        return time.perf_counter(), time.process_time()

    def _turn(self) -> None:
        now = self._now()
        if self._open:
            wall, cpu = self.spent[self._open[-1]]
            spent = wall + now[0] - self._since[0], cpu + now[1] - self._since[1]
            self.spent[self._open[-1]] = spent
        self._since = now

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """While this runs, it is this step that runs."""
        self._turn()
        self._open.append(step)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, as a step."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            with self(step):
                return function(*args, **kwargs)

        return timed


class TimedSandbox:
    """A sandbox whose steps are timed; a second session of a submission is for shrinking."""

    def __init__(self, inner: Sandbox, clock: Clock) -> None:
        self.inner, self.clock, self.name = inner, clock, inner.name
        self.first: Submission | None = None

    @contextmanager
    def open(self, submission: Submission, assignment: Assignment) -> Iterator[Session]:
        """The same session, timed."""
        again = "shrinking: " if self.first is submission else ""
        self.first = submission
        opened = self.inner.open(submission, assignment)
        with self.clock(f"{again}sandbox start, load"):
            session = opened.__enter__()
        try:
            yield TimedSession(session, self.clock, f"{again}questions")
        finally:
            with self.clock(f"{again}sandbox end"):
                opened.__exit__(None, None, None)


class TimedSession:
    """A session whose questions are timed."""

    def __init__(self, inner: Session, clock: Clock, step: str) -> None:
        self.loaded, self._inner, self._clock, self._step = inner.loaded, inner, clock, step

    @property
    def said(self) -> str:
        """As it is."""
        return self._inner.said

    def ask(self, jobs: Sequence[Job]) -> Sequence[Evidence]:
        """Put the questions."""
        with self._clock(self._step):
            return self._inner.ask(jobs)


def run(
    course: ask.Course, slug: str, sources: Sequence[intake.Source], out: Path, walls: str
) -> Clock:
    """Grade everything twice and time the second pass: the first works out what is kept."""
    clock = Clock()
    vars(example)["shrink"] = clock.timed("shrinking: ours", shrink.shrink)
    chosen = TimedSandbox(sandbox.choose(walls), clock)
    grader = Grader(course, ask.read(course, slug), chosen, b"benchmark")
    renderer = Renderer(course.reports, "en", grader)
    outputs = Outputs(out)
    outputs.prepare()
    ledger = Ledger(outputs.ledger, slug)
    for _ in range(2):
        clock.spent.clear()
        chosen.first = None
        for source in sources:
            with clock("intake"):
                submission = intake.read(source, slug)
            with clock("plan, judge, score"):
                grade = grader.grade(submission)
            with clock("report"):
                wanted = renderer.wanted(grade)
            with clock("ledger"):
                key = Key(assignment="", submission=submission.digest, seed="", name=source.name)
                ledger.put(key, grade)
            with clock("files"):
                outputs.put(wanted)
    ledger.close()
    return clock


def table(clock: Clock, count: int) -> str:
    """Milliseconds for one submission, the dearest first."""
    lines = ["| step | wall ms | CPU ms, ours |", "|---|---|---|"]
    for step, (wall, cpu) in sorted(clock.spent.items(), key=lambda item: -item[1][0]):
        lines.append(f"| {step} | {1000 * wall / count:.2f} | {1000 * cpu / count:.2f} |")
    wall, cpu = (1000 * sum(spent[i] for spent in clock.spent.values()) / count for i in (0, 1))
    return "\n".join([*lines, f"| all | {wall:.1f} | {cpu:.1f} |"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("assignment", nargs="?")
    parser.add_argument("--solutions", default="right", choices=["right", "wrong"])
    parser.add_argument("--count", type=int, default=50, help="of the small course")
    parser.add_argument("--sandbox", default="auto")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        slug = options.assignment or small.SLUG
        course = ask.find(None if options.assignment else small.course(folder / "course"))
        given = course.assignments / slug / "solutions" / options.solutions
        if not options.assignment:
            given = small.batch(folder / "batch", options.count, small.CLASS)
        sources = [one for one in intake.batch(given, slug) if "endless" not in one.name]
        clock = run(course, slug, sources, folder / "out", options.sandbox)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{slug}, {len(sources)} submissions, sandbox {options.sandbox}\n")
    print(table(clock, len(sources)))


if __name__ == "__main__":
    main()
