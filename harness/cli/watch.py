"""`harness check --watch`: the verdict again whenever the file is saved."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from watchfiles import Change, watch

from harness.model import HarnessError


SUFFIXES = (".py", ".ipynb")
_QUIET_MS = 15
"""An editor that writes a file in several steps is done when nothing happened for so long."""
_AT_MOST_MS = 150


def whenever_saved(path: Path | None, once: Callable[[], int | None], told: str) -> int:
    """Check now, and after every change of a module or notebook beside it, until Ctrl-C.

    `once` checks and prints; it returns None if nothing changed but the time of saving.
    """
    code = _checked(once, told)
    try:
        for _ in _saved(path):
            fresh = _checked(once, told)
            code = code if fresh is None else fresh
    except KeyboardInterrupt:
        pass  # that is how one stops watching
    return code or 0


def _saved(path: Path | None) -> Iterator[object]:
    """Something each time that a file of the submission was saved."""
    is_folder = path is not None and path.is_dir()
    place = Path.cwd() if path is None else path if is_folder else path.resolve().parent
    yield from watch(
        place,
        watch_filter=_is_code,
        debounce=_AT_MOST_MS,
        step=_QUIET_MS,
        recursive=is_folder,
        raise_interrupt=True,
    )


def _is_code(change: Change, path: str) -> bool:
    return change is not Change.deleted and path.endswith(SUFFIXES)


def _checked(once: Callable[[], int | None], told: str) -> int | None:
    """One check; a file that cannot be read just now is said, and waited for."""
    start = time.perf_counter()
    try:
        code = once()
    except HarnessError as error:
        click.echo(f"harness: {error}", err=True)
        code = error.exit_code
    if code is not None and sys.stderr.isatty():
        took = 1000 * (time.perf_counter() - start)
        click.secho(f"{time.strftime('%H:%M:%S')} · {took:.0f} ms · {told}", err=True, dim=True)
    return code
