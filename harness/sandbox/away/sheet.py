"""A sheet: all that has to be known to ask a submission, and nothing of what is true."""

from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from harness.model import Assignment, Exercise, Job, Limits, UsageError
from harness.sandbox.away.files import caps, frame
from harness.sandbox.inside.nodes import WireError
from harness.sandbox.inside.wire import pack


SCHEMA = "harness/sheet/v1"
MOST = 2**28
"""Bytes of a sheet."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """Questions, and the assignment as far as a sandbox needs it."""

    assignment: Assignment
    """Without oracles: its exercises are names."""
    jobs: tuple[Job, ...]
    """Public ones first: in this order they are asked, and answered."""
    seed: str
    """The fingerprint of what they were drawn from; `public` for those that everybody may see."""


class _Asked(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    exercise: str
    probe: str
    check: str
    hidden: bool
    dtype: str
    arguments: dict[str, Any]


class _Sheet(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    schema: str
    slug: str
    digest: str
    seed: str
    names: list[str]
    without: list[str]
    limits: Limits
    drive: Any
    jobs: list[_Asked]


def pack_sheet(sheet: Sheet) -> bytes:
    """The bytes of its file."""
    asked = sheet.assignment
    document = {
        "schema": SCHEMA,
        "slug": asked.slug,
        "digest": asked.digest,
        "seed": sheet.seed,
        "names": [exercise.name for exercise in asked.exercises],
        "without": list(asked.without),
        "limits": asdict(asked.limits),
        "drive": np.frombuffer(asked.drive, np.uint8),
        "jobs": [_asked(job) for job in sheet.jobs],
    }
    try:
        return pack(document, caps(MOST))
    except WireError as error:
        raise UsageError(f"{asked.slug}: its questions cannot be written down: {error}.") from error


def read_sheet(data: bytes, what: str) -> Sheet:
    """The sheet in these bytes; UsageError if there is none."""
    try:
        found = msgspec.convert(frame(data, MOST, what), _Sheet)
    except msgspec.ValidationError as error:
        raise UsageError(f"{what}: it is no sheet of questions: {error}.") from error
    if found.schema != SCHEMA or type(found.drive) is not np.ndarray:
        raise UsageError(f"{what}: expected {SCHEMA}, got {found.schema[:40]!r}.")
    nothing = Fraction(0)
    assignment = Assignment(
        slug=found.slug,
        title={"en": found.slug},
        exercises=tuple(
            Exercise(name=name, oracle=None, points=nothing, public=frozenset())
            for name in found.names
        ),
        checks={},
        limits=found.limits,
        without=tuple(found.without),
        folder=Path("/nowhere/assignments") / found.slug,
        drive=found.drive.tobytes(),
        digest=found.digest,
    )
    jobs = tuple(Job(**{name: getattr(one, name) for name in _FIELDS}) for one in found.jobs)
    return Sheet(assignment=assignment, jobs=jobs, seed=found.seed)


_FIELDS = _Asked.__struct_fields__


def _asked(job: Job) -> dict[str, Any]:
    return {**{name: getattr(job, name) for name in _FIELDS}, "arguments": dict(job.arguments)}
