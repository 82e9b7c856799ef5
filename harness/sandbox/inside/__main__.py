"""What runs inside: say that it is ready, load one submission, answer one question at a time.

Its command line is one JSON object; see `Start`. Everything else comes and goes by two pipes whose
numbers stand there, as frames of `wire`. What this process says is data to the judge, never truth.
"""

import json
import os
import sys
from fcntl import F_DUPFD_CLOEXEC, fcntl
from pathlib import Path
from types import ModuleType
from typing import TypedDict


class Start(TypedDict):
    """The command line of a worker."""

    commands: int
    results: int
    packages: list[str]
    """Folders with installed packages, NumPy's first."""
    guarded: str | None
    """Leave a guardian behind that ends all that is started here, where no namespace does, and
    that removes this folder."""
    walls: dict[str, int]
    """See `walls.limit`."""
    hello: str
    """The nonce of the first frame."""


_ABOVE = 100
"""The pipes move up here, out of the way of loops that close `range(3, 20)`."""


def main() -> None:
    """Serve until the judge closes the pipe of commands."""
    start: Start = json.loads(sys.argv[2])
    from .walls import guard, limit  # noqa: PLC0415 - the guardian is split off before NumPy is in

    if start["guarded"]:
        guard(Path(start["guarded"]))
    commands, results = move(start["commands"]), move(start["results"])
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.close(nothing)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
    sys.path += start["packages"]
    from .serve import Service  # noqa: PLC0415 - NumPy comes in here

    be_a_program()
    limit(start["walls"])
    Service(commands, results, start["hello"]).run()


def move(number: int) -> int:
    """The same pipe under a number that is out of the way, closed in whatever is executed."""
    moved = fcntl(number, F_DUPFD_CLOEXEC, _ABOVE)
    os.close(number)
    return moved


def be_a_program() -> None:
    """Show a student's file what it would see on a desk: no arguments, an empty `__main__`."""
    import site  # noqa: PLC0415 - for exit() and help(); importing it under -S changes no paths

    site.setquit()
    site.sethelper()
    sys.argv = [""]
    sys.modules["__main__"] = ModuleType("__main__")
