"""The kernel's shell, with the few things that have to be as in the fast path."""

import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from ..absent import Absence
from ..notebook import leave, pass_over


_MAGICS_OF_PACKAGES = ("pip", "conda", "mamba", "uv")
_MAGICS_OF_SCREENS = ("matplotlib", "pylab")


def furnish(shell: Any, note: Callable[[BaseException | None], None]) -> None:
    """The shell as the fast path has it: commands by pipes, no installing, errors noted."""
    show, show_syntax = shell.showtraceback, shell.showsyntaxerror

    def shown(exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        note(exc_tuple[1] if exc_tuple else sys.exc_info()[1])
        show(exc_tuple, *args, **kwargs)

    def shown_syntax(*args: Any, **kwargs: Any) -> None:
        note(sys.exc_info()[1])
        show_syntax(*args, **kwargs)

    shell.showtraceback, shell.showsyntaxerror = shown, shown_syntax
    shell.ask_exit = leave
    shell.system = shell.system_raw  # a pipe, where IPython would open a terminal
    spec = find_spec("matplotlib")
    absent = _MAGICS_OF_SCREENS if spec is None or isinstance(spec.loader, Absence) else ()
    for name in (*_MAGICS_OF_PACKAGES, *absent):
        shell.register_magic_function(pass_over, "line", name)
