"""`--format X -o F`: which formats go where.

    --format junit -o report.xml --format html -o report.html      a file for each
    --format github --format html -o report.html                   the first on the terminal
    --format github --format html:report.html                      the same
    --format json                                                  on the terminal

Formats and files are paired in their order. Where there is one file less than formats, the one
that is made for the terminal (`auto`, `github`, `text`) goes there; what could be meant in two
ways is refused.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

import click

from harness.cli.options import Decorator
from harness.model.error import meant


NAMES = (
    "auto", "text", "json", "jsonl", "html", "md", "github", "gitlab", "junit", "sarif",
    "gradescope", "classroom50",
)  # fmt: skip
"""As in `harness.report.formats`, which `--help` does not have to import."""
_TERMINAL = ("auto", "github", "text")


@dataclass(frozen=True, slots=True)
class Way:
    """One format and where it goes: a path, or the terminal."""

    name: str
    path: str | None

    @property
    def plain(self) -> bool:
        """Whether it is the screen that is wanted, as the terminal can show it."""
        return self.name == "text" and self.path is None

    def named(self, mark: str, name: str) -> "Way":
        """The same with a name in its path, where the mark stands."""
        return self if self.path is None else replace(self, path=self.path.replace(mark, name))


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
    shown = _shown(free, files) if len(free) > len(files) else None
    placed = []
    for one in ways:
        takes = one.path is None and one is not shown
        placed.append(_resolved(one.name, files.pop(0) if takes else one.path))
    return tuple(placed)


def _way(text: str) -> Way:
    name, colon, path = text.partition(":")
    if name not in NAMES:
        raise click.UsageError(f'There is no format "{name}". {meant(name, NAMES)}')
    if colon and not path:
        raise click.UsageError(f"--format {text}: there is no file after the colon.")
    return Way(name, path or None)


def _shown(free: Sequence[Way], files: Sequence[str]) -> Way:
    """The one format that goes to the terminal."""
    candidates = [one for one in free if one.name in _TERMINAL] if len(free) > 1 else free
    if len(free) == len(files) + 1 and len(candidates) == 1:
        return candidates[0]
    names = ", ".join(one.name for one in free)
    raise click.UsageError(
        f"{len(free)} formats ({names}) and {len(files)} files: one format can go to the terminal, "
        f"and which one has to be clear. Write --format {free[-1].name}:FILE for those that do not."
    )


def _resolved(name: str, path: str | None) -> Way:
    if name == "auto":
        name = "github" if obeyed() and path in (None, "-") else "text"
    return Way(name, None if path == "-" else path)


def obeyed() -> bool:
    """Whether a runner reads what is printed."""
    return os.environ.get("GITHUB_ACTIONS") == "true"
