"""A worker's frame as evidence. It was made where a student's code runs: every field is checked."""

from typing import Any, Literal

from harness.model import (
    Broken,
    Evidence,
    Job,
    Loaded,
    Missing,
    Raised,
    Refused,
    Returned,
    Stopped,
)
from harness.sandbox.inside.nodes import WireError


_TEXT = 20_000
_WARNINGS = ("divide", "invalid", "overflow")


class Fields:
    """Named fields of one frame; one that is missing or of another type is a WireError."""

    def __init__(self, message: Any, nonce: str) -> None:
        self._message: dict[str, Any] = message if isinstance(message, dict) else {}
        if self._message.get("nonce") != nonce:
            raise WireError("an answer that belongs to no question")

    def text(self, name: str) -> str:
        """Text of bounded length."""
        return _text(name, self._message.get(name))

    def maybe_text(self, name: str) -> str | None:
        """The same, or nothing."""
        return None if self._message.get(name) is None else self.text(name)

    def maybe_number(self, name: str) -> int | None:
        """A count, or nothing."""
        found = self._message.get(name)
        if found is None or (type(found) is int and 0 <= found < 2**31):
            return found
        raise WireError(f"{name}: {type(found).__name__} where a number was expected")

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(_text(name, item) for item in self.items(name))

    def some_of(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the known texts that are in the list; another text there is an error."""
        found = self.texts(name)
        if extra := set(found) - set(known):
            raise WireError(f"{name}: {min(extra)[:80]!r} is not one of {known}")
        return tuple(text for text in known if text in found)

    def flag(self, name: str) -> bool:
        """True or false."""
        found = self._message.get(name)
        if type(found) is bool:
            return found
        raise WireError(f"{name}: {type(found).__name__} where true or false was expected")

    def items(self, name: str) -> list[Any]:
        """A list."""
        found = self._message.get(name)
        if isinstance(found, list):
            return found
        raise WireError(f"{name}: {type(found).__name__} where a list was expected")

    def value(self) -> Any:
        """The answer itself: any value there is."""
        if "value" in self._message:
            return self._message["value"]
        raise WireError("an answer without a value")


def _text(name: str, found: Any) -> str:
    if type(found) is str and len(found) <= _TEXT:
        return found
    raise WireError(f"{name}: {type(found).__name__} where a short text was expected")


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
            return Loaded(errors=tuple(raised(error, 0.0) for error in errors), said=said)
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


def _signed(items: list[Any], nonce: str) -> list[Any]:
    """Errors stand inside a frame whose nonce was checked."""
    return [{**item, "nonce": nonce} if isinstance(item, dict) else item for item in items]


def _stopped(kind: str, fields: Fields, seconds: float) -> Stopped:
    """The limits that a worker notices by itself."""
    limits: dict[str, Literal["memory", "exit"]] = {"memory": "memory", "exit": "exit"}
    if kind != "stopped" or (limit := limits.get(fields.text("limit"))) is None:
        raise WireError(f"an answer of kind {kind[:80]!r}")
    return Stopped(limit=limit, detail=fields.text("detail"), seconds=seconds)
