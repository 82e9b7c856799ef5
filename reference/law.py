"""A law is what every right answer obeys, where many answers are right: shuffles, splits, draws."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """Something to hold an answer to, with the question that leads back to it."""

    name: str
    """A short sentence that is true of every right answer: `every row lands in one part`."""
    name_zh: str
    ask: str
    ask_zh: str
    holds: Callable[..., bool]
    """`holds(answer, **arguments)`; an answer on which it raises does not obey it."""
    check: str = "value"
    """Which of the assignment's checks it decides."""
