"""Questions that a student was shown, kept so that the very same can be asked again.

Only public ones are ever put here, as the bytes that travel into a sandbox: nothing is unpickled.
"""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path


MOST = 200
"""Kept for one assignment; the oldest make room."""
_HANDLE = re.compile(r"[0-9a-f]{2,64}")


def home() -> Path:
    """Where they lie: below the user's cache."""
    return user_cache_path("dl-harness") / "cases"


def keep(slug: str, cases: Mapping[str, bytes], folder: Path | None = None) -> None:
    """Keep questions by their handles. A full or read-only disk costs no more than the replay."""
    place = (folder or home()) / slug
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        for handle, question in cases.items():
            made = place / f".{handle}.{os.getpid()}"
            made.write_bytes(question)
            made.replace(place / handle)
        for old in _by_age(place)[:-MOST]:
            old.unlink(missing_ok=True)


def find(slug: str, handle: str, folder: Path | None = None) -> bytes | None:
    """The question with this handle, or None."""
    if not _HANDLE.fullmatch(handle):
        return None
    with suppress(OSError):
        return ((folder or home()) / slug / handle).read_bytes()
    return None


def handles(slug: str, folder: Path | None = None) -> tuple[str, ...]:
    """Those that are kept, the latest first."""
    with suppress(OSError):
        return tuple(file.name for file in reversed(_by_age((folder or home()) / slug)))
    return ()


def _by_age(place: Path) -> list[Path]:
    found = [file for file in place.iterdir() if _HANDLE.fullmatch(file.name)]
    return sorted(found, key=lambda file: file.stat().st_mtime_ns)
