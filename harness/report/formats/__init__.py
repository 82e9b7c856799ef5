"""What a grade looks like to other programs: one pure function a format, each of what may be seen.

Every function takes a `Seen`, which is made by `see` and holds `student(grade)`: no format can
tell what another hides. A new format is a module with one function, and a line in `FORMATS`.
"""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from harness.report.formats import (
    classroom50,
    faces,
    github,
    gitlab,
    gradescope,
    joined,
    junit,
    markdown,
    sarif,
)
from harness.report.formats.inert import inert
from harness.report.formats.seen import Seen, see


__all__ = ["FORMATS", "Format", "Seen", "inert", "see"]


class Format(NamedTuple):
    """One way to write a grade down."""

    write: Callable[[Seen], str]
    syntax: Literal["json", "markup", "lines", "commands"]
    """How text in it can be spelled otherwise and mean the same: see `inert`."""
    join: Callable[[Sequence[str]], str] | None = None
    """Several documents as one, where the format knows of such."""


FORMATS = {
    "text": Format(faces.text, "lines", joined.parts),
    "json": Format(faces.json, "json"),
    "jsonl": Format(faces.jsonl, "json", joined.lines),
    "html": Format(faces.html, "markup"),
    "md": Format(markdown.summary, "lines", joined.parts),
    "github": Format(github.commands, "commands", joined.lines),
    "gitlab": Format(gitlab.quality, "json", joined.lists),
    "junit": Format(junit.suites, "markup", joined.suites),
    "sarif": Format(sarif.log, "json", joined.runs),
    "gradescope": Format(gradescope.results, "json"),
    "classroom50": Format(classroom50.result, "json"),
}
"""By the name that `--format` takes; `harness.cli.formats` has the same names."""
