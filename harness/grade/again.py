"""Asking a submission again, to make its counterexamples smaller: as long as it is quick."""

import time
from collections.abc import Callable, Sequence
from statistics import median

from harness.judge import Reask
from harness.model import Broken, Evidence, Fault, Job, Session, Stopped


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
    return (lambda _: None) if stopped or usual > BRISK else reask
