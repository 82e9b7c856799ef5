"""A record: how a submission was read, how it loaded, what it answered and what it printed.

It was written where the submission's owner had the say. So what it holds is checked field by field
like a worker's frame, and its answers are taken only if they are answers to the questions that the
reader drew itself, in their order.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from harness.model import Evidence, Finding, Job, Loaded, Message, Stopped, Submission, UsageError
from harness.model.evidence import Broken
from harness.sandbox import answers
from harness.sandbox.away import spell
from harness.sandbox.away.files import caps, frame
from harness.sandbox.away.sheet import Sheet
from harness.sandbox.fields import Fields
from harness.sandbox.inside.nodes import WireError
from harness.sandbox.inside.wire import pack


SCHEMA = "harness/record/v1"
_SAID = 2**18
_FINDINGS, _PARAMS = 100, 20
_CODE = re.compile(r"intake(\.[a-z0-9-]{1,40}){1,5}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Record:
    """What one submission answered to one sheet."""

    label: str
    digest: str
    findings: tuple[Finding, ...]
    """How it was read."""
    loaded: Loaded | Stopped | Broken
    evidence: tuple[Evidence, ...]
    """One for each question; none if nothing could be run."""
    said: str


def pack_record(sheet: Sheet, submission: Submission, record: Record, most: int) -> bytes:
    """The bytes of its file; UsageError if they are more than a reader takes."""
    document = {
        "schema": SCHEMA,
        "slug": sheet.assignment.slug,
        "asked": sheet.assignment.digest,
        "seed": sheet.seed,
        "questions": [job.id for job in sheet.jobs],
        "label": record.label[:500].encode("utf-8", "replace").decode(),
        "digest": submission.digest,
        "findings": [spell.finding(one) for one in record.findings[:_FINDINGS]],
        "loaded": spell.evidence(record.loaded),
        "answers": [spell.evidence(one) for one in record.evidence],
        "said": np.frombuffer(record.said.encode("utf-8", "replace")[:_SAID], np.uint8),
    }
    try:
        data = pack(document, caps(most))
    except WireError as error:
        raise UsageError(f"The answers cannot be written down: {error}.") from error
    if len(data) > most:
        raise UsageError(f"The answers have {len(data):,} bytes; {most:,} are allowed.")
    return data


def read_record(data: bytes, sheet: Sheet, most: int, what: str) -> Record:
    """The record in these bytes, if it answers this sheet; UsageError if not."""
    found = frame(data, most, what)
    _held(found, sheet, what)
    try:
        return _read(found, sheet)
    except WireError as error:
        raise UsageError(f"{what}: it is no record of answers: {error}.") from error


def _read(found: Mapping[str, Any], sheet: Sheet) -> Record:
    fields = Fields({**found, "nonce": ""}, "")
    parts = fields.items("answers")
    findings = tuple(_findings(fields.items("findings")))
    loaded = spell.loaded(found.get("loaded"))
    unread = any(finding.blocking for finding in findings) or not isinstance(loaded, Loaded)
    if len(parts) != (0 if unread else len(sheet.jobs)):
        raise WireError(f"{len(parts)} answers to {len(sheet.jobs)} questions")
    said = fields.maybe_bytes("said") or b""
    return Record(
        label=fields.text("label")[:500],
        digest=_hex(fields.text("digest")),
        findings=findings,
        loaded=loaded,
        evidence=tuple(_evidence(parts, sheet.jobs)),
        said=said[:_SAID].decode("utf-8", "replace"),
    )


def _held(found: Mapping[str, Any], sheet: Sheet, what: str) -> None:
    """Whether these are answers to these questions, as asked by this version of the course."""
    expected = {
        "schema": SCHEMA,
        "slug": sheet.assignment.slug,
        "asked": sheet.assignment.digest,
        "seed": sheet.seed,
        "questions": [job.id for job in sheet.jobs],
    }
    for name, value in expected.items():
        if type(found.get(name)) is not type(value) or found[name] != value:
            got, wanted = str(found.get(name))[:80], str(value)[:80]
            raise UsageError(
                f"{what}: these are no answers to the questions that were drawn here: {name} is "
                f"{got!r}, expected {wanted!r}. Both stages need the same version of the harness "
                f"and of the course, and the same --draw."
            )


def _evidence(parts: Sequence[Any], jobs: Sequence[Job]) -> Iterator[Evidence]:
    for part, job in zip(parts, jobs if parts else (), strict=True):
        if (stopped := spell.stopped(part)) is not None:
            yield stopped
        else:
            fields = Fields({**part, "nonce": ""} if isinstance(part, dict) else None, "")
            yield answers.evidence(fields.message, "", job, fields.number("seconds"))


def _findings(items: Sequence[Any]) -> Iterator[Finding]:
    """How it was read, in the words of `intake` and of nobody else."""
    for item in items[:_FINDINGS]:
        fields = Fields({**item, "nonce": ""} if isinstance(item, dict) else None, "")
        code, blocking = fields.text("code"), fields.flag("blocking")
        if not _CODE.fullmatch(code):
            raise WireError(f"a finding of code {code[:60]!r}")
        params = fields.pairs("params")
        if len(params) > _PARAMS or any(
            type(v) not in (str, int, type(None)) for v in params.values()
        ):
            raise WireError("parameters of a finding that are no short texts and numbers")
        params = {k[:40]: v[:2_000] if isinstance(v, str) else v for k, v in params.items()}
        yield Finding(
            code=code,
            kind="unreadable" if blocking else "warning",
            message=Message(id=code, params=params),
            blocking=blocking,
            costs=blocking,
        )


def _hex(text: str) -> str:
    if re.fullmatch(r"[0-9a-f]{0,128}", text):
        return text
    raise WireError("a digest that is none")
