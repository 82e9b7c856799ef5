"""Grade a batch: what is in the ledger stays, what is missing is graded, and nothing is lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness import ask, intake, sandbox
from harness.grade.one import Grader, fingerprint
from harness.grade.outputs import Outputs, Wanted
from harness.grade.pool import pooled
from harness.grade.render import Renderer
from harness.grade.tally import Event, Progress, Tally
from harness.grade.workshop import Recipe
from harness.model import Grade, HandIn, Rules, Status, Submission
from harness.report import index, row, table
from harness.score import adjusted, strangers, unreckoned
from harness.store import Key, Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is to be graded, how, and where the results go."""

    sources: Sequence[intake.Source]
    recipe: Recipe
    outputs: Outputs
    jobs: int
    resume: bool = True
    rules: Rules = field(default_factory=Rules)
    hand_ins: Mapping[str, HandIn] = field(default_factory=dict)
    """By submission: what the platform said of them, where there is a manifest."""
    manifest: Path | None = None
    """Copied beside the grades, if it is there: who is who is needed to export them."""


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
    loosed: int = 0

    def all(self) -> None:
        """Grade whatever has no grade yet; each one is safe before its files are written."""
        made = pooled(self.batch.recipe, self.waiting(), self.batch.jobs, self.hopeless)
        for submission, wanted in made:
            self.ledger.put(self.key(submission), wanted.grade)
            self.write(wanted)
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
            if self.stale(known):
                self.write(self.renderer.wanted(known))
            self.progress.tell(Event.KEPT, submission.name, known)

    def write(self, wanted: Wanted) -> None:
        """The files of one submission, as the rules leave its grade; then that they are there.

        The ledger keeps the grade as it was judged, so rules can be changed at any time.
        """
        grade = wanted.grade
        final = self.final(grade)
        if final is not grade:
            wanted = replace(self.renderer.wanted(final), notebook=wanted.notebook)
        self.batch.outputs.put(wanted)
        self.ledger.adjust(grade.submission, None if final is grade else final)

    def stale(self, grade: Grade) -> bool:
        """Whether a grade's files are missing, or tell of other rules than those of today."""
        final = self.final(grade)
        told = self.ledger.adjusted(grade.submission)
        self.loosed += final is grade and told is not None
        return not self.batch.outputs.has(grade.submission) or told != (
            None if final is grade else final
        )

    def final(self, grade: Grade) -> Grade:
        """The grade after the course's rules; the same object if none touches it."""
        hand_in = self.batch.hand_ins.get(grade.submission, HandIn())
        return adjusted(grade, self.batch.rules, hand_in)

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
        rules, hand_ins = self.batch.rules, self.batch.hand_ins.values()
        self.ledger.keep(names)
        self.batch.outputs.sweep(names)
        tally = Tally(
            total=len(names),
            kept=self.kept,
            loosed=self.loosed,
            strangers=strangers(rules, names, hand_ins),
            unreckoned=unreckoned(rules.late, hand_ins),
        )
        rows: list[row.Row] = []
        more = not self.batch.rules.silent
        lines = [table.header(adjustments=more)]
        for grade in self.ledger.grades():
            rows.append(row.row(grade))
            lines.append(table.row(grade, adjustments=more))
            tally.count(grade)
        words, templates = self.renderer.words, self.renderer.templates
        page = index.page(rows, words, templates, assignment=self.batch.recipe.slug)
        self.batch.outputs.summary(lines, page)
        if self.batch.manifest is not None and self.batch.manifest.is_file():
            self.batch.outputs.copy(self.batch.manifest)
        return tally
