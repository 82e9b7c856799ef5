"""Which cell, or which file of the student's, a line of a traceback belongs to."""

import re
import sys
from pathlib import Path
from typing import Any

from harness.sandbox.inside.tell import Book


_TYPED = re.compile(r"<stdin>|<(?:python|ipython|console)-?input.*>|<console>")
_OURS = str(Path(__file__).resolve().parents[2])
_INSTALLED = ("site-packages", "dist-packages")


class Cells(Book):
    """Cells by the number that stands beside them, files by their path from the current folder."""

    def __init__(self) -> None:
        super().__init__(Path.cwd())
        self._here = Path.cwd()

    def place(self, code_name: str) -> tuple[str, int | None] | None:
        """The file and the cell that this is, or None if it is not the student's."""
        if (number := _cell(code_name)) is not None:
            return f"In [{number}]", number
        if _TYPED.fullmatch(code_name):
            return code_name, None
        path = Path(code_name)
        if code_name.startswith(_OURS) or not path.is_relative_to(self._here):
            return None
        inner = path.relative_to(self._here)
        return None if set(_INSTALLED) & set(inner.parts) else (inner.as_posix(), None)


def shell() -> Any:
    """IPython's shell, if this process has one."""
    module = sys.modules.get("IPython")
    return None if module is None else module.get_ipython()


def _cell(code_name: str) -> int | None:
    """The number of a cell, as IPython itself puts it into tracebacks."""
    told = getattr(getattr(shell(), "compile", None), "format_code_name", lambda _: None)(code_name)
    found = re.fullmatch(r"In\s?\[(\d+)\]", told[1]) if told else None
    return int(found[1]) if found else None
