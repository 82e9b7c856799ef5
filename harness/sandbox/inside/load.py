"""A submission's files become a namespace: a module runs once, a notebook cell by cell.

The folder of the main file stands *last* on the import path. A helper beside it imports as one
expects, while a file called numpy.py or random.py shadows nothing: where a name exists in the
standard library or among the installed packages, that one is meant.
"""

import ast
import codecs
import inspect
import io
import os
import sys
import tokenize
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from .tell import Book, told


NEWLINE = b"\n"


class Work:
    """One submission on its way to a namespace."""

    def __init__(self, root: Path, main: str) -> None:
        """`root` is where it lies: an absolute path without links, as tracebacks will have it."""
        self.root, self.main = root, main
        self.book = Book(self.root)
        self.errors: list[dict[str, Any]] = []
        self.source = b""
        self.module = ModuleType(_safe_name(PurePosixPath(main).stem))

    @property
    def names(self) -> dict[str, Any]:
        """What the submission has defined until now."""
        return vars(self.module)

    def prepare(self, files: Mapping[str, bytes]) -> None:
        """Write the files and go to the folder of the main one. Runs nothing of the student."""
        write(self.root, files)
        self.source = files[self.main]
        place = os.path.join(self.root, *self.main.split("/"))  # noqa: PTH118 - as above
        folder = os.path.dirname(place)  # noqa: PTH120
        os.chdir(folder)
        sys.path += dict.fromkeys((folder, str(self.root)))
        self.module.__file__ = place
        sys.modules[self.module.__name__] = self.module


def run_module(work: Work) -> None:
    """Run the main file from top to bottom; what it raises is recorded and ends it."""
    try:
        text = decoded(work.source)
        work.book.add(work.main, work.main, text)
        exec(compile(text, work.main, "exec", dont_inherit=True), work.names)  # noqa: S102
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - SystemExit and all else is the student's
        work.errors.append(told(error, work.book))


def write(root: Path, files: Mapping[str, bytes]) -> None:
    """The submission's files, below the working folder and nowhere else."""
    for name, content in files.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError(f"a submission's file must lie below its folder, not at {name!r}")
        target = os.path.join(root, *path.parts)  # noqa: PTH118 - path objects touch more memory
        if len(path.parts) > 1:
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        with open(target, "wb") as file:  # noqa: PTH123
            file.write(content)


def decoded(source: bytes) -> str:
    """Python source as text, by its BOM or its coding line, else UTF-8."""
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SyntaxError("the file is UTF-16; save it as UTF-8")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    except SyntaxError as error:
        if "unknown" in str(error):  # its coding line names an encoding that does not exist
            raise
        encoding = "utf-8"
    try:
        text = source.decode(encoding)
    except UnicodeDecodeError as error:
        raise SyntaxError(
            f"the file is not {error.encoding}: byte {error.object[error.start]:#04x} in line "
            f"{source.count(NEWLINE, 0, error.start) + 1}; save it as UTF-8"
        ) from None
    if "\0" in text:
        raise SyntaxError("the file holds null bytes; save it as UTF-8 text")
    return io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=True)


def run_code(text: str, name: str, names: dict[str, Any]) -> None:
    """Run one cell, which may `await` at its top level."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code = compile(text, name, "exec", flags=flags, dont_inherit=True)
    if code.co_flags & inspect.CO_COROUTINE:
        import asyncio  # noqa: PLC0415 - 15 ms that hardly any cell needs

        asyncio.run(eval(code, names))  # noqa: S307
    else:
        exec(code, names)  # noqa: S102


def missing(name: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """What stands under the name or near it."""
    if name in names:
        return {"name": name, "near": [], "found": type(names[name]).__name__[:80]}
    from difflib import get_close_matches  # noqa: PLC0415 - only for what is missing

    texts = (key for key in list(names) if type(key) is str)  # globals()[3] = … is possible
    known = {key.lower(): key for key in texts if key.isidentifier() and key[0] != "_"}
    near = [known[name.lower()]] if name.lower() in known else []
    close = (known[key] for key in get_close_matches(name.lower(), known, n=3))
    return {"name": name, "near": list(dict.fromkeys((*near, *close)))[:3], "found": None}


def _safe_name(stem: str) -> str:
    """The file's own name, unless a module of Python or of ours is called so."""
    taken = stem in sys.stdlib_module_names or stem in sys.modules or stem == "__main__"
    return f"{stem}_" if taken else stem
