"""Grade a batch: what is in the ledger stays, what is missing is graded, and nothing is lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from harness import ask, intake, sandbox
from harness.grade.one import Grader, fingerprint
from harness.grade.outputs import Outputs, Wanted
from harness.grade.pool import pooled
from harness.grade.render import Renderer
from harness.grade.workshop import Recipe
from harness.model import Grade, Status, Submission
from harness.report import index, row, table
from harness.store import Key, Ledger


class Event(StrEnum):
    """What a batch tells while it runs."""

    STARTED = "started"
    KEPT = "kept"
    GRADED = "graded"


class Progress(Protocol):
    """Whoever wants to know how far the batch is."""

    def begin(self, total: int) -> None:
        """So many submissions are there."""

    def tell(self, event: Event, name: str, grade: Grade | None) -> None:
        """Something happened to one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is to be graded, how, and where the results go."""

    sources: Sequence[intake.Source]
    recipe: Recipe
    outputs: Outputs
    jobs: int
    resume: bool = True


@dataclass(slots=True)
class Tally:
    """How a batch came out."""

    total: int
    kept: int
    """Graded by an earlier run."""
    full: int = 0
    lost: int = 0
    void: int = 0

    def count(self, grade: Grade) -> None:
        """One more."""
        if grade.status is not Status.GRADED:
            self.void += 1
        elif grade.score == grade.max_score:
            self.full += 1
        else:
            self.lost += 1


def grade_batch(batch: Batch, progress: Progress) -> Tally:
    """Grade what is not graded yet; afterwards OUT holds the files of every submission."""
    grader = batch.recipe.grader()
    sandbox.prepare(grader.sandbox, grader.assignment)
    batch.outputs.prepare()
    ledger = Ledger(batch.outputs.ledger, grader.assignment.slug)
    run = _Run(batch, grader, batch.recipe.renderer(grader), ledger, progress)
    progress.begin(len(batch.sources))
    try:
        run.all()
    finally:
        tally = run.summarise()
        ledger.close()
    return tally


@dataclass(slots=True)
class _Run:
    """One run of a batch."""

    batch: Batch
    grader: Grader
    renderer: Renderer
    ledger: Ledger
    progress: Progress
    kept: int = 0

    def all(self) -> None:
        """Grade whatever has no grade yet; each one is safe before its files are written."""
        made = pooled(self.batch.recipe, self.waiting(), self.batch.jobs, self.hopeless)
        for submission, wanted in made:
            self.ledger.put(self.key(submission), wanted.grade)
            self.batch.outputs.put(wanted)
            self.progress.tell(Event.GRADED, submission.name, wanted.grade)

    def waiting(self) -> Iterator[Submission]:
        """The submissions that have no grade yet, read one at a time as they are wanted."""
        assignment = self.grader.assignment
        starters = ask.starters(assignment)
        for source in self.batch.sources:
            submission = intake.read(source, assignment.slug, starters=starters)
            known = self.ledger.find(self.key(submission)) if self.batch.resume else None
            if known is not None and self.batch.outputs.lacks_notebook(known):
                known = None
            if known is None or known.status is not Status.GRADED:
                self.progress.tell(Event.STARTED, submission.name, None)
                yield submission
                continue
            self.kept += 1
            if not self.batch.outputs.has(submission.name):
                self.batch.outputs.put(self.renderer.wanted(known))
            self.progress.tell(Event.KEPT, submission.name, known)

    def hopeless(self, submission: Submission) -> Wanted:
        """What is written for a submission that takes every worker with it."""
        reason = "its worker process died twice while grading it"
        return self.renderer.wanted(self.grader.void(submission, reason))

    def key(self, submission: Submission) -> Key:
        """What a grade of this submission is made from."""
        assignment = self.grader.assignment
        in_kernel = assignment.notebooks == "kernel" and str(submission.main).endswith(".ipynb")
        return Key(
            assignment=f"{self.grader.mark} kernel" if in_kernel else self.grader.mark,
            submission=submission.digest,
            seed=fingerprint(self.grader.seed(submission)),
            name=submission.name,
        )

    def summarise(self) -> Tally:
        """The gradebook and the instructor's page, of everything that is graded by now."""
        names = {source.name for source in self.batch.sources}
        self.ledger.keep(names)
        self.batch.outputs.sweep(names)
        tally = Tally(total=len(names), kept=self.kept)
        rows: list[row.Row] = []
        lines = [table.header()]
        for grade in self.ledger.grades():
            rows.append(row.row(grade))
            lines.append(table.row(grade))
            tally.count(grade)
        words, templates = self.renderer.words, self.renderer.templates
        page = index.page(rows, words, templates, assignment=self.batch.recipe.slug)
        self.batch.outputs.summary(lines, page)
        return tally
