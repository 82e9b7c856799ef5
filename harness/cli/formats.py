"""`--format X -o F`: which formats go where, and bringing them there.

    --format junit -o report.xml --format html -o report.html      a file for each
    --format github --format html -o report.html                   the first on the terminal
    --format github --format html:report.html                      the same
    --format json                                                  on the terminal

Formats and files are paired in their order. Where there is one file less than formats, one format
goes to the terminal: `auto`, `github` or `text` if one of them is asked for, else the first.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.options import Decorator


if TYPE_CHECKING:
    from harness.grade.render import Renderer
    from harness.model import Grade, Submission
    from harness.report.formats import Seen

NAMES = (
    "auto", "text", "json", "jsonl", "html", "md", "github", "gitlab", "junit", "sarif",
    "gradescope", "classroom50",
)  # fmt: skip
"""As in `harness.report.formats`, which `--help` does not have to import."""
_TERMINAL = ("auto", "github", "text")
_SUMMARY = 2**20
"""Bytes that GitHub takes for the summary of one step."""


@dataclass(frozen=True, slots=True)
class Way:
    """One format and where it goes: a path, or the terminal."""

    name: str
    path: str | None

    @property
    def plain(self) -> bool:
        """Whether it is the screen that is wanted, as the terminal can show it."""
        return self.name == "text" and self.path is None


def options() -> Decorator:
    """`--format` and `-o`."""
    named = click.option(
        "--format",
        "named",
        multiple=True,
        metavar="X[:F]",
        help=f"One of {', '.join(NAMES)}; repeatable. auto is github in GitHub Actions, else text.",
    )
    outputs = click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        metavar="F",
        help="Write the format to this file; the n-th -o belongs to the n-th --format.",
    )
    return lambda command: named(outputs(command))


def paired(
    named: Sequence[str], outputs: Sequence[str], *, as_json: bool = False
) -> tuple[Way, ...]:
    """The formats with their places; what cannot be meant is said before anything runs."""
    asked = [*named, *(["json"] if as_json else [])] or ["auto"]
    ways = [_way(one) for one in asked]
    files = list(outputs)
    free = [one for one in ways if one.path is None]
    if len(files) > len(free):
        raise click.UsageError(
            f"-o {files[len(free)]}: there is no --format for this file. "
            f"Give each file its format: --format junit -o report.xml"
        )
    shown = _shown(free) if len(free) > len(files) else None
    if len(free) > len(files) + 1:
        names = ", ".join(one.name for one in free)
        raise click.UsageError(
            f"{len(free)} formats ({names}) and {len(files)} files: one of them can go to the "
            f"terminal, each of the others needs an -o of its own."
        )
    placed = []
    for one in ways:
        takes = one.path is None and one is not shown
        placed.append(_resolved(one.name, files.pop(0) if takes else one.path))
    return tuple(placed)


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


def publish(ways: Sequence[Way], seen: "Seen", screen: Callable[[], str]) -> None:
    """Write every format to its place; the terminal gets at most one."""
    from harness.report.formats import FORMATS, inert

    for way in ways:
        form = FORMATS[way.name]
        text = screen() if way.plain else form.write(seen)
        if way.path is None:
            click.echo(inert(text, form.syntax) if _obeyed() else text, nl=False)
        else:
            _written(Path(way.path), text)
        if way.name == "github":
            _told_github(seen)


def _way(text: str) -> Way:
    name, colon, path = text.partition(":")
    if name not in NAMES:
        near = get_close_matches(name, NAMES, n=1)
        hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(NAMES)}."
        raise click.UsageError(f'There is no format "{name}". {hint}')
    if colon and not path:
        raise click.UsageError(f"--format {text}: there is no file after the colon.")
    return Way(name, path or None)


def _shown(free: Sequence[Way]) -> Way:
    return next((one for one in free if one.name in _TERMINAL), free[0])


def _resolved(name: str, path: str | None) -> Way:
    if name == "auto":
        name = "github" if _obeyed() and path in (None, "-") else "text"
    return Way(name, None if path == "-" else path)


def _obeyed() -> bool:
    """Whether a runner reads what is printed."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _written(path: Path, text: str) -> None:
    from harness.model import UsageError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}.") from error
    click.echo(f"→ {path}", err=True)


def _told_github(seen: "Seen") -> None:
    """The step's summary and its outputs, where a runner takes them."""
    from harness.report.formats import FORMATS
    from harness.report.plain import points

    grade = seen.grade
    _appended("GITHUB_STEP_SUMMARY", FORMATS["md"].write(seen) + "\n", _SUMMARY)
    values = {
        "score": points(grade.score),
        "max-score": points(grade.max_score),
        "status": grade.status.value,
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
