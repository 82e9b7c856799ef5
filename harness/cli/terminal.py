"""What the terminal can show: colours, signs and width; and how a file is written from here."""

import os
import shutil
import sys
from pathlib import Path

import click

from harness.cli.options import Decorator


_WIDEST = 100
"""Lines that are longer are hard to read, however wide the window is."""


def colours() -> Decorator:
    """`--color`."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colours; auto looks at the terminal and at $NO_COLOR.",
    )


def colour(wanted: str) -> bool:
    """Whether there are colours, for `always`, `never` and `auto`."""
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def width() -> int:
    """Columns to fill."""
    return min(shutil.get_terminal_size().columns, _WIDEST)


def write(path: Path, data: bytes) -> None:
    """A file that the command line names, with the folders that it needs."""
    from harness.model import UsageError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}.") from error
