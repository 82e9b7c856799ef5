"""Jobs as questions, and how many of them are put at once: their frames lie in the pipe, in order.

A worker may look at what lies there before its turn. It finds arguments, never answers; and nothing
hidden lies there while what is printed may still be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from secrets import token_hex

from harness.model import Job
from harness.sandbox.inside.nodes import INWARD, Caps, WireError
from harness.sandbox.inside.wire import pack, whole


_AT_ONCE = 32
_BYTES_AT_ONCE = 2**20
_KEPT = {"exercise", "probe", "check", "dtype", "arguments"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A job on its way; only an answer that has its nonce is an answer to it."""

    job: Job
    nonce: str
    frame: bytes


def question(job: Job) -> Question:
    """The job as a frame; WireError if it cannot travel."""
    nonce = token_hex(16)
    asked = {"nonce": nonce, "exercise": job.exercise, "arguments": dict(job.arguments)}
    return Question(job=job, nonce=nonce, frame=pack(asked, INWARD))


def packed(job: Job) -> bytes:
    """The job as bytes that can be kept; WireError if it cannot travel."""
    kept = {"exercise": job.exercise, "probe": job.probe, "check": job.check, "dtype": job.dtype}
    return pack({**kept, "arguments": dict(job.arguments)}, Caps())


def unpacked(data: bytes) -> Job:
    """A public job that was kept; WireError if these bytes are none."""
    kept = whole(data, Caps())
    if not isinstance(kept, dict) or set(kept) != _KEPT:
        raise WireError("no question")
    return Job(**kept, hidden=False)


def together(jobs: Sequence[Job]) -> list[Question]:
    """The first job, and those after it that may be put at the same time.

    WireError if the first cannot travel; another that cannot is left for its own turn.
    """
    chosen = [question(jobs[0])]
    size = len(chosen[0].frame)
    _, alike = next(groupby(jobs[:_AT_ONCE], key=lambda job: job.hidden))
    for job in list(alike)[1:]:
        try:
            asked = question(job)
        except WireError:
            break
        size += len(asked.frame)
        if size > _BYTES_AT_ONCE:
            break
        chosen.append(asked)
    return chosen
