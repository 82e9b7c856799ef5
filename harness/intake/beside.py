"""The helper modules that lie beside a lone file and are imported by it."""

import re
from collections.abc import Mapping
from pathlib import Path

from harness.intake.bounds import Bounds
from harness.intake.finding import UnreadableError
from harness.intake.folder import content


_IMPORT = re.compile(
    rb"^[ \t]*(?:import[ \t]+([^#\n]+)|from[ \t]+([\w.]+)[ \t]+import)", re.MULTILINE
)
_WORD = re.compile(rb"\w+")


def helpers(code: bytes, folder: Path, main: str, bounds: Bounds) -> Mapping[str, bytes]:
    """Modules in `folder` that `code` imports, and those that they import in turn.

    Only what is named in an import is opened, so somebody else's file is never taken along.
    """
    found: dict[str, bytes] = {}
    pending = [code]
    while pending and len(found) < bounds.files:
        for name in _imported(pending.pop()):
            file = f"{name}.py"
            place = folder / file
            if file in found or file == main or place.is_symlink() or not place.is_file():
                continue
            try:
                found[file] = content(place, bounds.source_bytes, file)
            except UnreadableError:
                continue
            pending.append(found[file])
    return found


def _imported(code: bytes) -> list[str]:
    """Every word that stands where a module's name can stand."""
    words = [b"".join(groups) for groups in _IMPORT.findall(code)]
    return sorted({w.decode("utf-8", "replace") for part in words for w in _WORD.findall(part)})
