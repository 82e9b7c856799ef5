"""A frame in a file: read with bounds, from nothing but a plain file."""

import os
import stat
from pathlib import Path
from typing import Any

from harness.model import UsageError
from harness.sandbox.inside.nodes import Caps, WireError
from harness.sandbox.inside.wire import whole


SUFFIX = ".frame"
TREE = 2**23
"""Bytes of JSON: texts of thousands of questions."""


def caps(most: int) -> Caps:
    """Of a file of so many bytes."""
    return Caps(tree=min(most, TREE), payload=most, parts=10**6)


def read_file(path: Path, most: int) -> bytes:
    """The bytes, if it is a file of no more than so many; links and pipes are not followed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _flag("O_NOFOLLOW") | _flag("O_NONBLOCK"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}.") from error
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise UsageError(f"{path}: expected a plain file, got something else.")
        if found.st_size > most:
            raise UsageError(
                f"{path}: it has {found.st_size:,} bytes; {most:,} are allowed (--max-bytes)."
            )
        return file.read(most + 1)[: most + 1]


def frame(data: bytes, most: int, what: str) -> dict[str, Any]:
    """The one frame in these bytes."""
    if len(data) > most:
        raise UsageError(f"{what}: it has {len(data):,} bytes; {most:,} are allowed.")
    try:
        value = whole(data, caps(most))
    except WireError as error:
        raise UsageError(f"{what}: cannot be read: {error}.") from error
    if type(value) is not dict:
        raise UsageError(f"{what}: cannot be read: expected fields, got {type(value).__name__}.")
    return value


def _flag(name: str) -> int:
    """Windows has neither links nor pipes to be wary of in a checkout."""
    return int(getattr(os, name, 0))
