"""Choosing a backend: by name, or the strongest that works; never a weaker one than is required."""

import platform
import sys
from difflib import get_close_matches
from functools import cache

from harness.model import Fault, Sandbox, UsageError
from harness.sandbox.kinds import ELSEWHERE, KINDS
from harness.sandbox.level import Level


_VOUCHED: set[str] = set()


def choose(name: str, require: Level = Level.NONE) -> Sandbox:
    """The backend of that name, or the strongest that works for `auto`, if it is strong enough."""
    if name == "auto":
        return _strongest(require)
    if name not in KINDS:
        near = get_close_matches(name, ("auto", *KINDS), n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise UsageError(
            f"--sandbox {name}: there is no such sandbox.{hint} Known: auto, {', '.join(KINDS)}"
        )
    if KINDS[name].level < require:
        raise UsageError(
            f"--sandbox {name} gives isolation {KINDS[name].level.word!r}; --require-isolation "
            f"{require.word} asks for more. Leave --sandbox out to take the strongest there is"
        )
    if (why := trouble(name)) is not None:
        raise UsageError(
            f"--sandbox {name} does not work here: {why}. This may help: {remedy(name, why)}"
        )
    return _made(name)


def _made(name: str) -> Sandbox:
    """Its walls are tried before it is first used; a plain process has none."""
    kind = KINDS[name]
    if kind.level is Level.NONE:
        return kind.make()
    from harness.sandbox.canary import Proven  # noqa: PLC0415 - Linux only

    return Proven(kind.make(), kind.level)


def _strongest(require: Level) -> Sandbox:
    name = next((key for key in KINDS if trouble(key) is None), None)
    if name is None:
        tried = "; ".join(f"{key}: {trouble(key)}" for key in KINDS)
        helps = f" This helps: {ELSEWHERE[sys.platform]}" if sys.platform in ELSEWHERE else ""
        raise Fault(f"no sandbox works here: {tried}.{helps}")
    if (level := KINDS[name].level) >= require:
        return _made(name)
    missed = next(key for key in reversed(list(KINDS)) if KINDS[key].level >= require)
    why = trouble(missed)
    raise UsageError(
        f"--require-isolation {require.word}: the strongest sandbox here is {name} ({level.word}). "
        f"{missed} does not work: {why}. This may help: {remedy(missed, str(why))}"
    )


def describe() -> list[tuple[str, str, bool, str, str]]:
    """Name, level, whether it works, what it gives or why not, and what would help."""
    rows = []
    for name, kind in KINDS.items():
        why = trouble(name)
        help_ = "" if why is None else remedy(name, why)
        rows.append((name, kind.level.word, why is None, why or kind.gives, help_))
    return rows


def vouch(name: str) -> None:
    """Another process of this run has tried this backend: it works here."""
    _VOUCHED.add(name)


@cache
def trouble(name: str) -> str | None:
    """Why this backend does not work here, found by trying; None if it does."""
    if name in _VOUCHED:
        return None
    kind = KINDS[name]
    if sys.platform not in kind.systems:
        return f"it needs {' or '.join(kind.systems)}; this is {platform.system()}"
    return kind.trouble()


def remedy(name: str, why: str) -> str:
    """The command that fits what was said."""
    if sys.platform not in KINDS[name].systems:
        return ELSEWHERE.get(sys.platform, "grade on Linux")
    return next(text for piece, text in KINDS[name].remedies.items() if piece in why)
