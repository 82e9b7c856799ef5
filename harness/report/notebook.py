"""A notebook as it ran, for looking at: inert, whatever its cells tried to show.

The text of the cells is the submission's own. What they showed comes from the sandbox, where the
student's code could write it: it is read strictly, escaped and capped, and pictures are made again.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec
from markupsafe import Markup

from harness.model import Grade
from harness.report.png import picture
from harness.report.templates import Templates
from harness.report.words import Words


TEXT, CELLS = 20_000, 1_000
"""Characters of one piece of text, and cells, that are shown."""
PICTURES = 12 * 2**20
"""Bytes of all pictures together."""


class Stream(msgspec.Struct, frozen=True, tag_field="kind", tag="stream"):
    """What a cell printed."""

    name: Literal["stdout", "stderr"]
    text: str


class Plain(msgspec.Struct, frozen=True, tag_field="kind", tag="text"):
    """What a cell displayed, as text."""

    text: str


class Png(msgspec.Struct, frozen=True, tag_field="kind", tag="png"):
    """What a cell drew."""

    data: bytes


class Error(msgspec.Struct, frozen=True, tag_field="kind", tag="error"):
    """How a cell ended, if it raised."""

    type: str
    message: str
    trace: str


class Shown(msgspec.Struct, frozen=True):
    """What one code cell showed."""

    outputs: list[Stream | Plain | Png | Error]
    cut: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One output on the page."""

    kind: str
    """`stdout`, `stderr`, `text`, `error`, `picture` or `unfit`, a picture that is none."""
    text: str = ""
    url: Markup | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell on the page."""

    number: int | None
    """Of a code cell, counted from 1 as in every message."""
    source: str
    pieces: tuple[Piece, ...] = ()
    cut: bool = False


def page(grade: Grade, source: bytes, shown: bytes, words: Words, templates: Templates) -> str:
    """The page that a student's report links to; its policy allows no script and loads nothing."""
    cells = list(_cells(source, _read(shown)))
    return templates.render(
        "notebook.html.j2",
        words,
        grade=grade,
        title=words.course("title") if "title" in words.texts else grade.assignment,
        cells=cells[:CELLS],
        more=max(0, len(cells) - CELLS),
        failed=_named(grade, "load.raised"),
        interrupted=_named(grade, "load.cell.interrupted", "load.notebook.interrupted"),
        limit=TEXT,
        most=20,
    )


def _read(shown: bytes) -> list[Shown]:
    """What the sandbox says that was shown; nothing, if it is not what it should be."""
    try:
        return msgspec.json.decode(shown, type=list[Shown])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return []


def _cells(source: bytes, shown: list[Shown]) -> Iterator[Cell]:
    number, room = 0, PICTURES
    for cell in json.loads(source)["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] != "code":
            yield Cell(None, text)
            continue
        number += 1
        seen = shown[number - 1] if number <= len(shown) else Shown([], cut=False)
        pieces = tuple(map(_piece, seen.outputs))
        room -= sum(len(piece.url or "") for piece in pieces)
        kept = tuple(piece for piece in pieces if room >= 0 or piece.url is None)
        yield Cell(number, text, kept, seen.cut or len(kept) < len(pieces))


def _piece(output: Stream | Plain | Png | Error) -> Piece:
    match output:
        case Stream(name=name, text=text):
            return Piece(name, text)
        case Plain(text=text):
            return Piece("text", text)
        case Error(type=kind, message=message, trace=trace):
            return Piece("error", trace or f"{kind}: {message}")
        case Png(data=data) if (drawn := picture(data)) is not None:
            encoded = base64.b64encode(drawn).decode()
            return Piece("picture", url=Markup(f"data:image/png;base64,{encoded}"))  # noqa: S704  # base64
        case Png():
            return Piece("unfit")


def _named(grade: Grade, *codes: str) -> frozenset[int]:
    """The cells that findings of these codes are about."""
    cells = (one.message.params.get("cell") for one in grade.findings if one.code in codes)
    return frozenset(cell for cell in cells if isinstance(cell, int))
