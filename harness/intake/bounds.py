"""How much of what somebody hands in is taken into memory."""

from dataclasses import dataclass


_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Generous for honest work, small enough for many workers on one machine."""

    archive_bytes: int = 64 * _MIB
    """Of a zip, as it lies on the disk."""
    directory_bytes: int = 4 * _MIB
    """Of a zip's table of contents: it is in memory before the members can be counted."""
    file_bytes: int = 32 * _MIB
    """A larger file is left out and named."""
    total_bytes: int = 96 * _MIB
    files: int = 2_000
    entries: int = 20_000
    """Looked at in one folder, files that are skipped included."""
    depth: int = 16
    """Folders inside each other; what lies deeper is left out and named."""
    ratio: int = 200
    """A member of more than 1 MiB that unpacks to more than this many times its size is a bomb."""
    source_bytes: int = 2 * _MIB
    """Of a module."""
    notebook_bytes: int = 32 * _MIB
    """Of a notebook with its outputs, before it is parsed."""
    notebook_containers: int = 500_000
    """Lists and objects in a notebook: each costs up to 250 bytes of memory once parsed."""
    notebook_items: int = 2_000_000
    """Commas in a notebook: no list can be longer."""


BOUNDS = Bounds()
