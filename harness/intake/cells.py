"""The cells of a notebook: what somebody wrote, without what running it left behind."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from harness.intake.finding import UnreadableError, listed, refusal, warning
from harness.model import Finding


Json = Any
Cell = dict[str, Any]

_TYPES = frozenset({"code", "markdown", "raw"})
_OLD_TYPES = _TYPES | {"heading", "text", "html"}
_OLD_TEXT = ("input", "source", "code", "text")
_CURRENT = 4
_SURROGATE = re.compile("[\ud800-\udfff]")


def cells(
    document: Mapping[str, Json], version: int, file: str
) -> tuple[list[Cell], tuple[Finding, ...]]:
    """Every cell that can be read, as nbformat 4 has it; those that cannot are named.

    Raises UnreadableError if there are no cells where they belong, or no code in them.
    """
    found = list(_found(document, file))
    if version < _CURRENT:
        good, bad = _sifted(found, partial(_old, version))
        kept, lost = _sifted(_upgraded(good, version, file), _new)
        bad += lost
    else:
        kept, bad = _sifted(found, _new)
    notes = _notes(kept, bad, file)
    if not any(cell["cell_type"] == "code" and cell["source"].strip() for cell in kept):
        raise refusal("intake.notebook.no-code", file=file, cells=len(found))
    for cell in kept:
        cell["source"] = _SURROGATE.sub("\ufffd", cell["source"])
    return kept, notes


def _found(document: Mapping[str, Json], file: str) -> Iterator[Json]:
    """The cells in order; before version 4 they were grouped in worksheets."""
    sheets = [document] if "cells" in document else document["worksheets"]
    if not isinstance(sheets, list):
        raise _no_list("worksheets", sheets, file)
    for sheet in sheets:
        listed_cells = sheet.get("cells") if isinstance(sheet, dict) else sheet
        if not isinstance(listed_cells, list):
            raise _no_list("cells", listed_cells, file)
        yield from listed_cells


def _no_list(key: str, found: Json, file: str) -> UnreadableError:
    return refusal("intake.notebook.cells", file=file, key=key, found=type(found).__name__)


def _sifted(found: list[Json], read: Callable[[Cell], Cell | None]) -> tuple[list[Cell], list[int]]:
    """The cells that can be read, and the numbers of the others, counted from 1."""
    good, bad = [], []
    for number, cell in enumerate(found, 1):
        known = read(cell) if isinstance(cell, dict) else None
        if known is None:
            bad.append(number)
        else:
            good.append(known)
    return good, bad


def _new(cell: Cell) -> Cell | None:
    source = _text(cell.get("source"))
    kind = cell.get("cell_type")
    if source is None or not isinstance(kind, str) or kind not in _TYPES:
        return None
    empty: Cell = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **empty}


def _old(version: int, cell: Cell) -> Cell | None:
    """A cell of versions 1 to 3, with what nbformat wants to upgrade it and no more."""
    kind = cell.get("cell_type")
    source = _text(next((cell[key] for key in _OLD_TEXT if key in cell), None))
    if source is None or not isinstance(kind, str) or kind not in _OLD_TYPES:
        return None
    if kind == "code":
        key = "code" if version == 1 else "input"
        code = {"outputs": [], "language": "python", "collapsed": False, "metadata": {}}
        return {"cell_type": kind, key: source, **code}
    if version == 1:
        return {"cell_type": "text", "text": source}
    level = {"level": 1} if kind == "heading" else {}
    kind = "markdown" if kind in {"text", "html"} else kind
    return {"cell_type": kind, "metadata": {}, "source": source, **level}


def _upgraded(found: list[Cell], version: int, file: str) -> list[Json]:
    """nbformat's own way from its older versions to 4."""
    import nbformat  # noqa: PLC0415  a tenth of a second, and few notebooks are that old

    sheets = (
        {"cells": found} if version == 1 else {"worksheets": [{"cells": found, "metadata": {}}]}
    )
    old = {"metadata": {"name": ""}, "nbformat": version, "nbformat_minor": 0, **sheets}
    try:
        node = nbformat.versions[version].to_notebook_json(old, minor=0)
        convert: Callable[..., Cell] = nbformat.convert
        return list(convert(node, _CURRENT)["cells"])
    except Exception as error:  # whatever a library meets in a broken file is about the file
        raise refusal("intake.notebook.upgrade", file=file, version=version) from error


def _text(source: Json) -> str | None:
    """A cell's text, which the format allows to be a list of lines."""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source if isinstance(source, str) else None


def _notes(kept: list[Cell], bad: list[int], file: str) -> tuple[Finding, ...]:
    notes = []
    if bad:
        numbers = listed([str(number) for number in bad])
        notes.append(warning("intake.notebook.cell", file=file, cells=numbers, count=len(bad)))
    if any(_SURROGATE.search(cell["source"]) for cell in kept):
        notes.append(warning("intake.notebook.letters", file=file))
    return tuple(notes)
