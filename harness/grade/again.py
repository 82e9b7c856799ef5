"""Asking a submission again: smaller questions for its counterexamples, within two seconds."""

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from harness.judge import Reask
from harness.model import Broken, Evidence, Fault, Grade, Job, Session, Stopped


SHRINKING = 2.0
"""Seconds that making counterexamples smaller may cost one submission."""
BRISK = 0.1
"""A submission whose questions usually take longer is not asked again to make them smaller."""


def patient(open_session: Callable[[], Session]) -> Reask:
    """Ask again until the time for shrinking is used up."""
    session: Session | None = None
    left = SHRINKING

    def reask(jobs: Sequence[Job]) -> Sequence[Evidence] | None:
        nonlocal session, left
        if left <= 0:
            return None
        start = time.monotonic()
        try:
            session = session or open_session()
        except Fault:
            left = 0.0  # the verdict stands; its counterexample stays as large as it was
            return None
        evidence = session.ask(jobs)
        left -= time.monotonic() - start
        if any(isinstance(piece, Stopped | Broken) for piece in evidence):
            left = 0.0  # smaller is not quicker here
        return evidence

    return reask


def brisk(reask: Reask, pairs: Sequence[tuple[Job, Evidence]]) -> Reask:
    """Slow or broken submissions are not asked again: their questions stay as they were."""
    usual = median([getattr(evidence, "seconds", 0.0) for _, evidence in pairs] or [0.0])
    stopped = any(isinstance(evidence, Stopped | Broken) for _, evidence in pairs)
    return never if stopped or usual > BRISK else reask


def never(_: Sequence[Job]) -> None:
    """What was asked stays as it is."""


def noted(reask: Reask, notes: list[Job]) -> Reask:
    """Ask again, and note what is asked."""

    def noting(jobs: Sequence[Job]) -> Sequence[Evidence] | None:
        notes.extend(jobs)
        return reask(jobs)

    return noting


def cases(grade: Grade, asked: Sequence[Job]) -> Mapping[str, Job]:
    """The questions behind the counterexamples of a grade."""
    findings = (finding for exercise in grade.exercises for finding in exercise.findings)
    wanted = {one.counterexample.case for one in findings if one.counterexample and not one.hidden}
    return {job.case: job for job in asked if job.case in wanted} if wanted else {}
