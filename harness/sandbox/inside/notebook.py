"""A notebook's code cells, top to bottom in one namespace; a cell that raises does not stop it.

A cell of plain Python is compiled here, so that most notebooks load as fast as modules. Only what
is no Python (`%magic`, `!command`, `name?`) wakes IPython, whose shell then works in the same
namespace: no history, no profile of anybody, no screen to draw on.
"""

import ast
import builtins
import json
import sys
from functools import cache
from typing import Any, NoReturn

from .load import Work, run_code
from .tell import told


def run_cells(work: Work) -> None:
    """Run every code cell and record those that raise."""
    cells = [
        "".join(cell["source"])
        for cell in json.loads(work.source)["cells"]
        if cell["cell_type"] == "code"
    ]

    @cache
    def shell() -> Any:
        """IPython's shell, made when it is first needed."""
        return make_shell(work)

    vars(builtins).update(display=show, get_ipython=shell)
    for number, source in enumerate(cells, 1):
        name = f"{work.main}[{number}]"
        work.book.add(name, work.main, source, number)
        try:
            if is_python(source):
                run_code(source, name, work.names)
            else:
                run_by(shell(), source, name)
        except MemoryError:
            raise
        except BaseException as error:  # noqa: BLE001 - the next cell is run whatever this was
            work.errors.append({**told(error, work.book), "cell": number, "file": work.main})


def run_by(shell: Any, source: str, name: str) -> None:
    """Run a cell by IPython; what it raises is raised, also what a magic would only print."""
    caught: list[BaseException | None] = []

    def catch(*_: object, **__: object) -> None:
        caught.append(sys.exc_info()[1])

    shell.compile.get_code_name = lambda *_: name
    shell.showtraceback = shell.showsyntaxerror = catch
    result = shell.run_cell(source, store_history=False)
    caught += [result.error_before_exec, result.error_in_exec]
    if errors := [error for error in caught if error is not None]:
        raise errors[0]


def is_python(source: str) -> bool:
    """Whether a cell needs no IPython. A plain syntax error is Python's to tell."""
    if not any(mark in source for mark in "%!?"):
        return True
    try:
        compile(source, "cell", "exec", flags=ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):
        return False
    return True


def show(*things: object, **_: object) -> None:
    """Stands in for IPython's display: a text is all that anybody will see."""
    for thing in things:
        print(repr(thing))  # noqa: T201


def make_shell(work: Work) -> Any:
    """IPython's shell on the submission's namespace."""
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415 - takes 90 ms
    from traitlets.config import Config  # noqa: PLC0415

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autocall = 0
    shell: Any = InteractiveShell.instance(
        config=config,
        user_module=work.module,
        user_ns=work.names,
        ipython_dir=str(work.root / ".ipython"),
    )
    shell.ask_exit = leave
    shell.system = shell.system_raw  # a pipe, where IPython would open a terminal
    for name in ("matplotlib", "pylab", "pip", "conda", "mamba", "uv"):
        shell.register_magic_function(pass_over, "line", name)
    vars(builtins)["display"] = show
    return shell


def leave() -> NoReturn:
    """`exit()` ends its cell, as it would end a module."""
    raise SystemExit


def pass_over(line: str) -> None:
    """There is no screen, and nothing can be installed: such a magic does nothing."""
