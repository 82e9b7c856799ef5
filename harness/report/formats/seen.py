"""A grade as its student may see it, with what formats need beside it; and where findings are."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from harness.model import Entry, ExerciseResult, Finding, Grade
from harness.report.plain import difference, one_line
from harness.report.reading import costly, notes, summary
from harness.report.result import student
from harness.report.templates import Templates
from harness.report.words import Words


_FRAME = re.compile(r"^(?P<file>\S.*?)(?:, cell \d+)?, line (?P<line>\d+), in ", re.MULTILINE)


class Spot(NamedTuple):
    """A place in the repository."""

    file: str
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a submission lies, as its repository knows it."""

    file: str
    """With `/`: `week1/activations.py`."""
    main: str
    """What tracebacks call it."""
    files: frozenset[str] = frozenset()
    """All of the submission, as tracebacks call them."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where each exercise is defined in the main file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a format is made of; `see` makes it."""

    grade: Grade
    words: Words
    templates: Templates
    place: Place
    about: Mapping[str, str]
    """What the surroundings of the run say: `moment`, `classroom`, `submission`, …"""
    token: str
    """What nobody could know while the submission ran."""
    most: int
    """Annotations of each level: GitHub shows no more than ten of one step."""


def see(  # noqa: PLR0913  # what a format may need, by name
    grade: Grade,
    words: Words,
    templates: Templates,
    *,
    place: Place | None = None,
    about: Mapping[str, str] | None = None,
    token: str = "",
    most: int = 10,
) -> Seen:
    """The grade without anything that a student may not see."""
    name = f"{grade.assignment}.py"
    return Seen(
        grade=student(grade),
        words=words,
        templates=templates,
        place=place or Place(file=name, main=name),
        about=about or {},
        token=token,
        most=most,
    )


def findings(exercise: ExerciseResult) -> tuple[Finding, ...]:
    """What a reader is told of an exercise: what cost points first, then the remarks."""
    waiting = tuple(one for one in exercise.findings if one.costs)[:1]
    return (costly(exercise) or waiting) + notes(exercise)


def worst_first(grade: Grade) -> list[ExerciseResult]:
    """What is not passed: the one to repair first, then by the points that are missing."""
    reading = summary(grade)
    head = reading.first.exercise if reading.first else None
    return sorted(
        (*reading.work, *reading.blocked, *reading.void),
        key=lambda one: (one is not head, one.score - one.max_score),
    )


def spot(seen: Seen, finding: Finding, exercise: str = "") -> Spot:
    """The line that raised, where one is known; else where the exercise is defined.

    A line of a notebook's cell is no line of its file. What a traceback says is believed only as
    far as it names a file that was handed in.
    """
    params, place = finding.message.params, seen.place
    if place.file.endswith(".ipynb"):
        return Spot(place.file, None)
    line = params.get("line")
    if isinstance(line, int) and line > 0 and params.get("cell") is None:
        frames = list(_FRAME.finditer(finding.trace or ""))
        inner = frames[-1]["file"] if frames else place.main
        if inner == place.main:
            return Spot(place.file, line)
        if inner in place.files:
            folder, slash, _ = place.file.rpartition("/")
            return Spot(f"{folder}{slash}{inner}", line)
    return Spot(place.file, place.lines.get(exercise))


def title(seen: Seen) -> str:
    """What the assignment is called."""
    return seen.words.course("title") if "title" in seen.words.texts else seen.grade.assignment


def told(seen: Seen, finding: Finding) -> str:
    """One finding in lines of plain text: diagnosis, line, counterexample, question."""
    return "\n".join(_told(seen, finding))


def _told(seen: Seen, finding: Finding) -> list[str]:
    say, tell = seen.words.say, seen.words.translation.gettext
    lines = [f"{say(finding.message)} [{one_line(finding.code, 60)}]"]
    if source := finding.message.params.get("source"):
        lines.append(f"    > {one_line(str(source), 200)}")
    if example := finding.counterexample:
        lines += [f"    {one_line(line, 500)}" for line in example.call.splitlines()[:20]]
        lines += [f"    {_entry(entry, tell)}" for entry in example.entries]
    if finding.question:
        lines.append(f"    ? {say(finding.question)}")
    return lines


def _entry(entry: Entry, tell: Callable[[str], str]) -> str:
    """One number beside the other, in one line."""
    pairs = (
        (tell("expected"), one_line(entry.expected, 60)),
        (tell("yours"), one_line(entry.got, 60)),
        (tell("difference"), difference(entry.difference)),
        (tell("allowed"), one_line(entry.allowed, 60)),
    )
    text = " · ".join(f"{name} {number}" for name, number in pairs)
    index = one_line(entry.index, 60)
    return f"{index}: {text}" if index else text
