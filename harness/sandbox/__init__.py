"""Runs Jobs where they cannot hurt; `inside/` is all of ours that enters.

`choose` gives a backend by name; `describe` says which ones work here and what would help. Whether
one works is tried, not read from a version: a worker is started and has to say hello.
"""

from typing import TYPE_CHECKING, NamedTuple


if TYPE_CHECKING:
    from harness.model import Sandbox

__all__ = ["Backend", "choose", "describe"]


class Backend(NamedTuple):
    """One way to run submissions, as `harness doctor` shows it."""

    name: str
    works: bool
    reason: str
    """What it gives, or why it does not work here."""
    remedy: str
    """A command that would help; empty if none is needed."""


def choose(name: str) -> "Sandbox":
    """The backend of that name; `auto` is the strongest one that works when it is tried."""
    from harness.sandbox import backends  # noqa: PLC0415 - `harness --help` needs none of it

    return backends.choose(name)


def describe() -> list[Backend]:
    """Every backend, the strongest first."""
    from harness.sandbox import backends  # noqa: PLC0415

    return [Backend(*row) for row in backends.describe()]
