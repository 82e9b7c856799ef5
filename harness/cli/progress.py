"""How far a batch is: a live display in a terminal, plain lines anywhere else."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from harness.cli.lines import Plain
from harness.grade import Progress


@contextmanager
def progress(slug: str, isolation: str) -> Iterator[Progress]:
    """The display that fits where we are."""
    if not sys.stderr.isatty() and not os.environ.get("FORCE_COLOR"):
        yield Plain(slug, isolation)
        return
    from harness.cli.screen import live

    with live(slug, isolation) as screen:
        yield screen
