"""Runs Jobs where they cannot hurt; `inside/` is all of ours that enters.

`choose` gives a backend by name; `describe` says which ones work here and what would help. Whether
one works is tried, not read from a version: its walls are built and something has to stand in them.
"""

from typing import TYPE_CHECKING, NamedTuple

from harness.sandbox.level import LEVELS, Level


if TYPE_CHECKING:
    from harness.model import Assignment, Job, Sandbox

__all__ = [
    "LEVELS",
    "Backend",
    "Level",
    "choose",
    "describe",
    "door",
    "enter",
    "layers",
    "packed",
    "prepare",
    "unpacked",
    "with_devices",
]

_SHOW_DEVICES = ("bubblewrap", "process")


class Backend(NamedTuple):
    """One way to run submissions, as `harness doctor` shows it."""

    name: str
    level: str
    """How much it keeps apart; see `Level`."""
    works: bool
    reason: str
    """What it gives, or why it does not work here."""
    remedy: str
    """A command that would help; empty if none is needed."""


def choose(name: str, require: Level = Level.NONE) -> "Sandbox":
    """The backend of that name; `auto` is the strongest one that works when it is tried.

    UsageError if it does not work, or keeps less apart than is required.
    """
    from harness.sandbox import backends  # noqa: PLC0415 - `harness --help` needs none of it

    return backends.choose(name, require)


def with_devices(sandbox: "Sandbox") -> "Sandbox":
    """A sandbox in which a GPU can be shown: the same, or bubblewrap in place of a zygote.

    A driver that was initialised does not survive a fork, and needs nodes that a zygote's tree
    does not hold; beside a training the start of a fresh process costs nothing.
    """
    return sandbox if sandbox.name in _SHOW_DEVICES else choose("bubblewrap")


def describe() -> list[Backend]:
    """Every backend, the strongest first."""
    from harness.sandbox import backends  # noqa: PLC0415

    return [Backend(*row) for row in backends.describe()]


def prepare(box: "Sandbox", assignment: "Assignment") -> None:
    """Begin with what takes seconds before the first submission; nobody waits for it."""
    from harness.sandbox import shared  # noqa: PLC0415

    shared.prepare(box, assignment)


def door(box: "Sandbox", assignment: "Assignment") -> object:
    """What a process that is started next may be given, to share what was prepared; or None."""
    from harness.sandbox import shared  # noqa: PLC0415

    return shared.door(box, assignment)


def enter(given: object) -> None:
    """In such a process: use what the process that started it has prepared."""
    from harness.sandbox import shared  # noqa: PLC0415

    shared.enter(given)


def packed(job: "Job") -> bytes | None:
    """A question as bytes that can be kept; None where it is nothing that can."""
    from harness.sandbox import questions  # noqa: PLC0415
    from harness.sandbox.inside.nodes import WireError  # noqa: PLC0415

    try:
        return questions.packed(job)
    except WireError:
        return None


def unpacked(data: bytes) -> "Job | None":
    """The question in such bytes, which is a public one; None where there is none."""
    from harness.sandbox import questions  # noqa: PLC0415
    from harness.sandbox.inside.nodes import WireError  # noqa: PLC0415

    try:
        return questions.unpacked(data)
    except WireError:
        return None


def layers() -> dict[str, str]:
    """What this machine's kernel offers for walls, by name, in words."""
    from harness.sandbox import offered  # noqa: PLC0415

    return offered.layers()
