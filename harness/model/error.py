"""What can go wrong outside a submission: each error carries the exit code that it ends in."""

from collections.abc import Iterable
from typing import ClassVar


def meant(name: str, known: Iterable[str]) -> str:
    """What follows a complaint about a name that nobody has: the nearest one, or all of them."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where something was misspelt

    names = list(known)
    near = get_close_matches(name, names, n=1)
    return f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(names)}."


class HarnessError(Exception):
    """One sentence for the person at the terminal: what, where, and what to do next."""

    exit_code: ClassVar[int] = 3


class UsageError(HarnessError):
    """The command cannot be carried out as it was given."""

    exit_code = 2


class CourseError(UsageError):
    """A file of the course (assignment.toml, an oracle, a template) says what cannot be."""


class NothingToGradeError(HarnessError):
    """There is no submission where one was looked for."""

    exit_code = 4


class Fault(HarnessError):  # noqa: N818  # it is nobody's error but ours
    """Ours: the machine or the harness failed, and nobody loses points by it."""
