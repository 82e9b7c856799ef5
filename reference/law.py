"""A law is what every right answer obeys, where many answers are right: shuffles, splits, draws."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


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
    knows: Callable[..., Mapping[str, Any]] | None = None
    """`knows(**arguments)`: further arguments of `holds`, worked out from the question alone.

    Once for each question, however many answers are held to it; and a kit carries what it returns
    (arrays, numbers, lists of them) in place of the code, which may well be the answer.
    """
    check: str = "value"
    """Which of the assignment's checks it decides."""
