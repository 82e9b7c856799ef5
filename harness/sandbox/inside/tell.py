"""An exception as data: what, where in the student's own files, and the student's frames only."""

import linecache
import os
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Any


MESSAGE, LINE, FRAMES = 2_000, 400, 12
"""Characters of a message and of a source line, and frames, that are kept."""


class Book:
    """The student's files: what a code object's file is called, and which cell it is."""

    def __init__(self, root: Path) -> None:
        self._root = str(root) + os.sep
        self._names: dict[str, tuple[str, int | None]] = {}

    def add(self, code_name: str, file: str, source: str, cell: int | None = None) -> None:
        """From now on `code_name` means this text: tracebacks and `inspect` find it."""
        self._names[code_name] = (file, cell)
        lines = source.splitlines(keepends=True)
        linecache.cache[code_name] = (len(source), None, lines, code_name)

    def place(self, code_name: str) -> tuple[str, int | None] | None:
        """The file and the cell of the student that this is, or None if it is not the student's."""
        if code_name.startswith(self._root):
            return code_name[len(self._root) :].replace(os.sep, "/"), None
        return self._names.get(code_name)


def told(error: BaseException, book: Book) -> dict[str, Any]:
    """The fields of `Raised`, each short, none of them trusted to be well behaved."""
    frames = _frames(error.__traceback__, book)
    file, cell, line, source = frames[-1][:4] if frames else (None, None, None, None)
    if isinstance(error, SyntaxError) and (place := book.place(str(error.filename))):
        (file, cell), line = place, error.lineno
        source = linecache.getline(str(error.filename), line or 0).strip()[:LINE]
    return {
        "type": clean(type(error).__qualname__, 200),
        "message": _message(error),
        "file": file and clean(file, LINE),
        "line": line if type(line) is int else None,
        "source": clean(source, LINE) if source else None,
        "cell": cell,
        "trace": "".join(_shown(*frame) for frame in frames),
    }


def clean(text: str, limit: int) -> str:
    """Text that can travel: capped, without lone surrogates."""
    short = text if len(text) <= limit else text[:limit] + f"… {len(text) - limit} more characters"
    return short.encode("utf-8", "backslashreplace").decode()


def _message(error: BaseException) -> str:
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return clean(str.__str__(text), MESSAGE)
    except BaseException as second:  # noqa: BLE001 - the student's __str__ may do anything
        return f"(its message cannot be shown: {type(second).__qualname__[:80]})"


Frame = tuple[str, int | None, int, str, str]


def _frames(trace: TracebackType | None, book: Book) -> list[Frame]:
    first: list[Frame] = []
    last: deque[Frame] = deque(maxlen=FRAMES)
    while trace is not None:
        code = trace.tb_frame.f_code
        if place := book.place(code.co_filename):
            line = linecache.getline(code.co_filename, trace.tb_lineno).strip()[:LINE]
            frame = (*place, trace.tb_lineno, line, code.co_qualname)
            (first if len(first) < FRAMES else last).append(frame)
        trace = trace.tb_next
    return first + list(last)


def _shown(file: str, cell: int | None, line: int, source: str, name: str) -> str:
    where = f"{file}, line {line}" if cell is None else f"{file}, cell {cell}, line {line}"
    return clean(f"{where}, in {name[:200]}\n    {source}\n", 2 * LINE)
