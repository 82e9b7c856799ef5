"""What `harness explain` is asked about, and the passages that explain it."""

from dataclasses import dataclass
from typing import Literal

from harness.model.basic import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of Markdown with its heading: of a handout, or of the course's explanations."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An exercise, or a mistake, convention or law that is registered for some exercises."""

    code: str
    """As it stands in a result: `relu/leaky-slope`, or an exercise's name."""
    kind: Literal["mistake", "convention", "law", "exercise"]
    slug: str
    """Of the assignment."""
    title: Text
    """Of the assignment."""
    exercises: tuple[str, ...]
    """That it can be found in."""
    name: Text
    question: Text | None
    passages: tuple[Passage, ...]
    """What the handout says about these exercises, in one language."""
