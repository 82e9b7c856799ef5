"""A worker's frame as evidence. It was made where a student's code runs: every field is checked."""

from typing import Any, Literal

from harness.model import (
    Broken,
    Evidence,
    Interrupted,
    Job,
    Loaded,
    Missing,
    Raised,
    Refused,
    Returned,
    Stopped,
)
from harness.sandbox.fields import Fields
from harness.sandbox.inside.nodes import WireError


_WARNINGS = ("divide", "invalid", "overflow")
Limit = Literal["time", "memory", "exit", "signal"]


def evidence(message: Any, nonce: str, job: Job, seconds: float) -> Evidence:
    """What an answer to this job says, with the time that it took by the judge's clock."""
    fields = Fields(message, nonce)
    names = tuple(job.arguments)
    match fields.text("kind"):
        case "returned":
            return Returned(
                value=fields.value(),
                seconds=seconds,
                changed=fields.some_of("changed", names),
                shares=fields.some_of("shares", names),
                stale=fields.flag("stale"),
                warned=fields.some_of("warned", _WARNINGS),
            )
        case "raised":
            return raised(fields, seconds)
        case "missing":
            return Missing(
                name=job.exercise, near=fields.texts("near")[:3], found=fields.maybe_text("found")
            )
        case "refused":
            return Refused(reason=fields.text("reason"), seen=fields.text("seen"), seconds=seconds)
        case "broken":
            return Broken(reason=fields.text("reason"))
        case kind:
            return _stopped(kind, fields, seconds)


def loaded(message: Any, nonce: str, said: str, seconds: float) -> Loaded | Stopped | Broken:
    """What an answer to the order to load a submission says."""
    fields = Fields(message, nonce)
    match fields.text("kind"):
        case "loaded":
            errors = (Fields(item, nonce) for item in _signed(fields.items("errors"), nonce))
            return Loaded(
                errors=tuple(raised(error, 0.0) for error in errors),
                said=said,
                interrupted=_interrupted(fields, nonce),
                shown=fields.maybe_bytes("shown"),
            )
        case "broken":
            return Broken(reason=fields.text("reason"))
        case kind:
            return _stopped(kind, fields, seconds)


def raised(fields: Fields, seconds: float) -> Raised:
    """An exception, told by `inside.tell`."""
    return Raised(
        type=fields.text("type"),
        message=fields.text("message"),
        file=fields.maybe_text("file"),
        line=fields.maybe_number("line"),
        source=fields.maybe_text("source"),
        cell=fields.maybe_number("cell"),
        trace=fields.text("trace"),
        seconds=seconds,
    )


def is_ready(message: Any, nonce: str) -> bool:
    """Whether a kernel says that it can begin."""
    return Fields(message, nonce).text("kind") == "ready"


def _interrupted(fields: Fields, nonce: str) -> tuple[Interrupted, ...]:
    if not fields.has("interrupted"):
        return ()
    return tuple(
        Interrupted(
            cell=one.maybe_number("cell") or 0,
            seconds=one.number("seconds"),
            whole=one.flag("whole"),
        )
        for one in (Fields(item, nonce) for item in _signed(fields.items("interrupted"), nonce))
    )


def _signed(items: list[Any], nonce: str) -> list[Any]:
    """Errors stand inside a frame whose nonce was checked."""
    return [{**item, "nonce": nonce} if isinstance(item, dict) else item for item in items]


def _stopped(kind: str, fields: Fields, seconds: float) -> Stopped:
    """The limits that a worker notices by itself."""
    limits: dict[str, Limit] = {"memory": "memory", "exit": "exit"}
    if fields.has("cell"):  # a notebook's kernel is watched by its parent, inside
        limits |= {"time": "time", "signal": "signal"}
    if kind != "stopped" or (limit := limits.get(fields.text("limit"))) is None:
        raise WireError(f"an answer of kind {kind[:80]!r}")
    return Stopped(
        limit=limit,
        detail=fields.text("detail"),
        seconds=seconds,
        cell=fields.maybe_number("cell"),
        shown=fields.maybe_bytes("shown"),
    )
