"""What can go wrong outside a submission: each error carries the exit code that it ends in."""

from typing import ClassVar


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
