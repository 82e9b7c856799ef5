"""Bringing each format to its place: the terminal, a file, what a runner collects."""

import os
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.formats import Way, obeyed
from harness.cli.terminal import write


if TYPE_CHECKING:
    from harness.grade.render import Renderer
    from harness.model import Grade, Submission
    from harness.report.formats import Seen

_SUMMARY = 2**20
"""Bytes that GitHub takes for the summary of one step."""


def seen(
    grade: "Grade",
    renderer: "Renderer",
    path: Path | None,
    submission: "Submission",
    most: int = 10,
) -> "Seen":
    """What formats are made of, with what only the rim knows: files, clock and chance."""
    from secrets import token_hex

    from harness.cli import places
    from harness.report.formats import see

    names = [exercise.name for exercise in grade.exercises]
    return see(
        grade,
        renderer.words,
        renderer.templates,
        place=places.place(path, submission, names),
        about=places.about(),
        token=token_hex(16),
        most=most,
    )


def publish(
    ways: Sequence[Way],
    seen: "Seen",
    screen: Callable[[], str] | None = None,
    *,
    colour: bool = False,
) -> None:
    """Write every format to its place; the terminal gets at most one, in colours if wanted."""
    for way in ways:
        put(way, screen() if screen and way.plain else document(way, seen), colour=colour)
        if way.name == "github":
            _told_github(seen)


def document(way: Way, seen: "Seen") -> str:
    """A grade in one format."""
    from harness.report.formats import FORMATS

    return FORMATS[way.name].write(seen)


def put(way: Way, text: str, *, colour: bool = False) -> None:
    """One document to its place."""
    from harness.report.formats import FORMATS, inert

    if way.path is None:
        said = inert(text, FORMATS[way.name].syntax) if obeyed() else text
        click.echo(said, nl=False, color=colour)
    else:
        write(Path(way.path), text.encode())
        click.echo(f"→ {way.path}", err=True)


def join(way: Way, texts: Sequence[str]) -> None:
    """Several documents as one, to its place; none if there is nothing to say."""
    from harness.report.formats import FORMATS

    whole = FORMATS[way.name].join
    if texts and whole is not None:
        put(way, whole(texts))


def _told_github(seen: "Seen") -> None:
    """The step's summary and its outputs, where a runner takes them."""
    from harness.report.formats import FORMATS

    _appended("GITHUB_STEP_SUMMARY", FORMATS["md"].write(seen) + "\n", _SUMMARY)
    told_together([seen.grade])


def told_together(grades: Sequence["Grade"]) -> None:
    """The outputs of a step: all points together, and the status that asks for most attention."""
    from harness.model import Status
    from harness.report.plain import points

    order = (Status.VOID, Status.PARTIAL, Status.GRADED)
    values = {
        "score": points(sum((one.score for one in grades), Fraction(0))),
        "max-score": points(sum((one.max_score for one in grades), Fraction(0))),
        "status": min((one.status for one in grades), key=order.index).value,
    }
    _appended("GITHUB_OUTPUT", "".join(f"{key}={value}\n" for key, value in values.items()))


def _appended(variable: str, text: str, most: int | None = None) -> None:
    """To the file that a variable names, unless that makes it larger than it may be."""
    path = os.environ.get(variable)
    if not path:
        return
    data = text.encode("utf-8", "replace")
    with Path(path).open("ab") as file:
        if most is None or file.tell() + len(data) <= most:
            file.write(data)
        else:
            click.echo(f"harness: ${variable} is full; this summary is left out.", err=True)
