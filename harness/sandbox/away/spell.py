"""Evidence as plain fields, and the little of it back that a worker's frame does not have."""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import fields as fields_of
from typing import Any, Literal, get_args

from harness.model import (
    Broken,
    Evidence,
    Finding,
    Interrupted,
    Loaded,
    Missing,
    Raised,
    Refused,
    Returned,
    Stopped,
)
from harness.sandbox import answers
from harness.sandbox.fields import Fields
from harness.sandbox.inside.nodes import WireError


Limit = Literal["time", "memory", "output", "exit", "signal", "protocol"]
_KINDS: dict[type, str] = {
    Returned: "returned",
    Raised: "raised",
    Missing: "missing",
    Refused: "refused",
    Stopped: "stopped",
    Broken: "broken",
    Loaded: "loaded",
}
_LIMITS: Mapping[str, Limit] = {name: name for name in get_args(Limit)}
_LEFT = frozenset({"shown", "name", "said"})
"""Fields that do not travel, or travel elsewhere."""


def evidence(piece: Evidence | Loaded) -> dict[str, Any]:
    """One piece, by the names of its fields; what a notebook's cells showed stays behind."""
    told: dict[str, Any] = {"kind": _KINDS[type(piece)], "seconds": 0.0}
    for one in fields_of(piece):
        if one.name not in _LEFT:
            told[one.name] = _plain(one.name, getattr(piece, one.name))
    return told


def finding(one: Finding) -> dict[str, Any]:
    """What `intake` noticed."""
    params = {
        k: v if type(v) in (int, type(None)) else str(v) for k, v in one.message.params.items()
    }
    return {"code": one.code, "blocking": one.blocking, "params": params}


def stopped(part: Any) -> Stopped | None:
    """A limit that the other machine's clock noticed, if that is what it says."""
    if not isinstance(part, dict) or part.get("kind") != "stopped":
        return None
    told = Fields({**part, "nonce": ""}, "")
    name = told.text("limit")
    if (limit := _LIMITS.get(name)) is None:
        raise WireError(f"a limit called {name[:40]!r}")
    return Stopped(
        limit=limit,
        detail=told.text("detail"),
        seconds=told.number("seconds"),
        cell=told.maybe_number("cell"),
    )


def loaded(part: Any) -> Loaded | Stopped | Broken:
    """How running the submission itself ended."""
    if (found := stopped(part)) is not None:
        return found
    told = {**part, "nonce": ""} if isinstance(part, dict) else None
    return answers.loaded(told, "", "", 0.0)


def _plain(name: str, value: Any) -> Any:
    """An answer as it is; of the rest, what happened while loading is fields as well."""
    match name, value:
        case "value", _:
            return value
        case "seconds", _:
            return float(value)
        case _, tuple():
            return [_nested(one) if isinstance(one, Raised | Interrupted) else one for one in value]
        case _:
            return value


def _nested(one: Raised | Interrupted) -> dict[str, Any]:
    return {name: _plain(name, value) for name, value in asdict(one).items()}
