"""The sections of a handout that an exercise is about.

A section says by a mark that no reader sees what it is about, directly below its heading:

    ## 4. Mean squared error
    <!-- about: mse, mse_backward -->

Without a mark the heading decides: it names the exercise, or the function whose gradient the
exercise is (`softmax_backward` is explained where `softmax` is). Where neither helps, it is the
section that speaks of the exercise most, after the first one, which lists all of them.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from harness.model import Assignment, CourseError, Language, Passage


_FENCE = re.compile(r"(`{3,}|~{3,})")
_HEADING = re.compile(r"## +(.*?)(?: +#+)?")
_MARK = re.compile(r"<!--\s*about:\s*(.*?)\s*-->")
_BACKWARD = "_backward"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """From one heading of the second level to the next."""

    title: str
    text: str
    about: tuple[str, ...]
    """The exercises that its mark names."""

    def passage(self) -> Passage:
        """What a reader sees of it."""
        return Passage(title=self.title, text=self.text)


def passages(
    assignment: Assignment, names: tuple[str, ...], language: Language
) -> tuple[Passage, ...]:
    """What the handout says about these exercises, each section once, in its own order."""
    found = sections(read(assignment, language))
    wanted = {id(one) for name in names for one in of_exercise(found, name)}
    return tuple(one.passage() for one in found if id(one) in wanted)


def read(assignment: Assignment, language: Language) -> str:
    """The handout in this language, else in English; nothing where there is none."""
    for file in (assignment.folder / f"handout.{one}.md" for one in (language, "en")):
        if file.is_file():
            return _text(file)
    return ""


def sections(text: str) -> tuple[Section, ...]:
    """The sections of a handout. What stands in a fenced block is no heading."""
    parts: list[tuple[str, list[str]]] = []
    fence = ""
    for line in text.splitlines():
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        if not fence and (heading := _HEADING.fullmatch(line)):
            parts.append((heading[1], []))
        elif parts:
            parts[-1][1].append(line)
    return tuple(_section(title, "\n".join(lines)) for title, lines in parts)


def of_exercise(found: tuple[Section, ...], name: str) -> tuple[Section, ...]:
    """By mark, else by heading, else where the exercise is spoken of most."""
    if marked := tuple(one for one in found if name in one.about):
        return marked
    free = tuple(one for one in found if not one.about)
    for word in dict.fromkeys((name, name.removesuffix(_BACKWARD))):
        if named := tuple(one for one in free if _says(word, one.title)):
            return named
    if (base := name.removesuffix(_BACKWARD)) != name and (
        marked := tuple(one for one in found if base in one.about)
    ):
        return marked
    most = max(found[1:], key=lambda one: _says(name, one.text), default=None)
    return (most,) if most and _says(name, most.text) else found[:1]


def _section(title: str, text: str) -> Section:
    marked = ",".join(mark[1] for mark in _MARK.finditer(text)).split(",")
    return Section(
        title=title,
        text=_MARK.sub("", text).strip("\n"),
        about=tuple(name for name in map(str.strip, marked) if name),
    )


def _says(name: str, text: str) -> int:
    """How often a name stands in a text, as a word of its own, in any case."""
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE | re.ASCII))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(f"{file}: cannot be read: {error}") from error
