"""Grading in two stages: asked where nobody is trusted, judged where nobody runs anything.

    trusted      ask      draws the questions of a sheet, from the public seed or one of its own
    untrusted    run      puts them to the submission and writes down what came back
    trusted      score    draws them again and judges the record

What is drawn here is never drawn in a batch: the keys of `harness grade` stay where they are,
since whoever runs a submission sees what it is asked. Trainings need labels and are left to the
batch.
"""

import hashlib

from harness import ask
from harness.grade.one import Grader, fingerprint
from harness.model import Submission
from harness.plan import Seed, sheet
from harness.sandbox.away import Record, Recorded, Sheet


def seed_of(draw: str | None) -> Seed | None:
    """The seed that a word stands for; None for the questions that everybody may see."""
    if draw is None:
        return None
    return Seed(hashlib.sha256(b"asked elsewhere\0" + draw.encode()).digest())


def sheet_of(course: ask.Course, slug: str, draw: str | None) -> Sheet:
    """What is asked, public questions first, without anything that is true."""
    assignment, seed = ask.read(course, slug), seed_of(draw)
    jobs = sheet(assignment, ask.oracles(assignment, course), seed)
    ordered = tuple(sorted(jobs, key=lambda job: job.hidden))
    return Sheet(assignment=assignment, jobs=ordered, seed=fingerprint(seed))


class AwayGrader(Grader):
    """Judges one record of answers to one sheet."""

    def __init__(self, course: ask.Course, slug: str, draw: str | None, record: Record) -> None:
        assignment = ask.read(course, slug)
        super().__init__(course, assignment, Recorded(record), None, trainings="none")
        self._record, self._drawn = record, seed_of(draw)

    def seed(self, _submission: Submission) -> Seed | None:
        """The sheet's: it was drawn before anybody handed anything in."""
        return self._drawn

    def submission(self, name: str) -> Submission:
        """Whoever the reader says that it is; the files stayed where they were run."""
        return Submission(
            name=name,
            label=self._record.label,
            files={},
            main=None,
            digest=self._record.digest,
            findings=self._record.findings,
        )
