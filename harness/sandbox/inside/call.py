"""Put one question to one piece of code, and watch what happens around it.

The judge asks its oracles and their mutants by this very function, so that a student and the truth
are asked in the same way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Any

import numpy as np

from .layout import arrays_in, same, twin
from .nodes import Caps
from .plain import Array, RefusedError, Taker


__all__ = ["Observation", "RefusedError", "put", "with_names"]

_KINDS = {"divide by zero": "divide", "overflow": "overflow", "invalid value": "invalid"}
_PATIENCE = 10_000
"""Steps that the exact test for shared memory may take before its bounds decide."""
_shares_memory: Callable[..., bool] = np.shares_memory
_may_share_memory, _errstate = np.may_share_memory, np.errstate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Observation:
    """An answer as plain data, and what was noticed around the call."""

    value: Any
    """A copy: what happens to the answer later does not reach it."""
    held: Any
    """The answer itself, kept to see whether the next call changes it."""
    seconds: float
    changed: tuple[str, ...]
    shares: tuple[str, ...]
    stale: bool
    warned: tuple[str, ...]


def put(
    ask: Callable[..., Any],
    thing: Any,
    arguments: Mapping[str, Any],
    *,
    earlier: Observation | None = None,
    caps: Caps | None = None,
) -> Observation:
    """`ask(thing, **arguments)` on copies of the arguments; exceptions of the code pass through.

    The arguments given here are never changed. `earlier` is the previous observation of the same
    exercise: `stale` says that its answer is different now. RefusedError: no plain data came back.
    """
    handed, warned = twin(dict(arguments)), set[str]()

    def note(kind: str, _: int) -> None:
        warned.add(_KINDS[kind])

    with _errstate(all="call", under="ignore", call=note):
        began = perf_counter()
        held = ask(thing, **handed)
        seconds = perf_counter() - began
    caps = caps or Caps()
    taker = Taker(caps)
    value = taker.value(held)
    return Observation(
        value=value,
        held=held,
        seconds=seconds,
        changed=tuple(name for name in arguments if not same(handed[name], arguments[name])),
        shares=tuple(name for name in arguments if _share(handed[name], taker.leaves)),
        stale=earlier is not None and _moved(earlier, caps),
        warned=tuple(sorted(warned)),
    )


def with_names(ask: Callable[..., Any], names: Mapping[str, Any]) -> Callable[..., Any]:
    """A way to ask that is given the submission's other names, if it has a parameter `names`."""
    code = getattr(ask, "__code__", None)
    known = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()
    return partial(ask, names=names) if "names" in known else ask


def _share(argument: Any, leaves: list[Array]) -> bool:
    return any(_overlap(array, leaf) for array in arrays_in(argument) for leaf in leaves)


def _overlap(one: Array, other: Array) -> bool:
    try:
        return _shares_memory(one, other, max_work=_PATIENCE)
    except np.exceptions.TooHardError:
        return _may_share_memory(one, other)


def _moved(earlier: Observation, caps: Caps) -> bool:
    try:
        return not same(Taker(caps).value(earlier.held), earlier.value)
    except RefusedError:
        return True
