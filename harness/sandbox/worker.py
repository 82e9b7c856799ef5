"""One process behind walls, as the judge holds it: three pipes, and a way to end all of it.

A backend says how to start a worker and how to kill it; everything else is shared.
"""

import compileall
import fcntl
import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Protocol

from harness.model import Fault, Limits
from harness.sandbox import tree


PIPE_BYTES = 2**18
INSIDE = Path(__file__).parent / "inside"
_SIGNALS = 128
_BOOT = """\
import sys, importlib.util as util
spec = util.spec_from_file_location(
    "__harness__", sys.argv[1] + "/__init__.py", submodule_search_locations=[sys.argv[1]]
)
sys.modules["__harness__"] = package = util.module_from_spec(spec)
spec.loader.exec_module(package)
from __harness__.__main__ import main
main()
"""
"""Loads `inside/` under a name of its own: its folder never stands on the import path."""
_PYTHON = ("-s", "-P", "-S", "-B", "-c", _BOOT)
"""Isolated, but for PYTHONHASHSEED: sets of text have one order on every day."""


class Worker(Protocol):
    """What the shared session needs of one worker."""

    @property
    def commands(self) -> int:
        """Our end of the pipe that it reads, not blocking."""
        ...

    @property
    def results(self) -> int:
        """Our end of the pipe that it answers by."""
        ...

    @property
    def said(self) -> int:
        """Our end of its standard output and error."""
        ...

    @property
    def hello(self) -> str:
        """The nonce of its first frame."""
        ...

    def poll(self) -> int | None:
        """How it ended, if it has: its exit status, or minus the signal."""
        ...

    def usage(self, most: int) -> tuple[int, int]:
        """Bytes of memory, exact only beyond `most`, and number of processes: all of its tree."""
        ...

    def kill(self) -> None:
        """End it and all that it started; nothing is left when this returns."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a backend starts a worker."""

    prefix: Sequence[str]
    """What stands before the interpreter on the command line."""
    passed: Sequence[int] = ()
    """Descriptors that the prefix needs."""
    python: str
    inside: str
    packages: Sequence[str]
    folder: Path | None
    """The working folder, where it is not the prefix that makes it."""
    environment: Mapping[str, str]
    user: int | None = None
    """Whom the prefix is started as, if not as ourselves; only root can."""
    guarded: bool
    own_users: bool
    devices: bool = False
    """Whether it may use a GPU, whose driver maps far more memory than it takes."""
    end: Callable[["ProcessWorker"], None]


@dataclass(slots=True, kw_only=True, eq=False)
class ProcessWorker:
    """A worker that is a process of its own."""

    process: "subprocess.Popen[bytes]"
    commands: int
    results: int
    said: int
    hello: str
    end: Callable[["ProcessWorker"], None]
    _dead: bool = field(default=False)

    def poll(self) -> int | None:
        """128 + n is how a shell, a guardian and bubblewrap say signal n."""
        code = self.process.poll()
        return _SIGNALS - code if code is not None and _SIGNALS < code <= _SIGNALS + 64 else code

    def usage(self, most: int) -> tuple[int, int]:
        """Of all processes that descend from it."""
        return tree.usage(self.process.pid, most)

    def kill(self) -> None:
        """Once; later calls do nothing."""
        if self._dead:
            return
        self._dead = True
        self.end(self)
        close_all(self.commands, self.results, self.said)


def start(plan: Plan, limits: Limits) -> ProcessWorker:
    """Start a worker. It says hello when it is ready; no byte of a student is in it before that."""
    compile_inside()
    ours, (commands_in, results_out, said_out) = pipes_of_a_worker()
    hello = token_hex(16)
    order = _order(plan, limits) | {"commands": commands_in, "results": results_out, "hello": hello}
    try:
        process = subprocess.Popen(  # noqa: S603 - our own command line
            [*plan.prefix, plan.python, *_PYTHON, plan.inside, json.dumps(order)],
            stdin=subprocess.PIPE if plan.guarded else subprocess.DEVNULL,
            stdout=said_out,
            stderr=said_out,
            pass_fds=(*plan.passed, commands_in, results_out),
            cwd=plan.folder,
            env=dict(plan.environment),
            start_new_session=True,
            user=plan.user,
            group=plan.user,
            extra_groups=None if plan.user is None else [],
        )
    except OSError as error:
        close_all(*ours)
        raise Fault(f"a sandbox could not be started: {error}") from error
    finally:
        close_all(commands_in, results_out, said_out)
    commands, results, said = ours
    return ProcessWorker(
        process=process, commands=commands, results=results, said=said, hello=hello, end=plan.end
    )


def pipes_of_a_worker() -> tuple[list[int], list[int]]:
    """Commands, answers, and what is printed: our ends, which never block, and its ends."""
    (commands_in, commands), *outward = os.pipe(), os.pipe(), os.pipe()
    ours = [commands, *(heard for heard, _ in outward)]
    for number in ours:
        os.set_blocking(number, False)
        _widen(number)
    return ours, [commands_in, *(told for _, told in outward)]


def close_all(*numbers: int) -> None:
    """Close these descriptors."""
    for number in numbers:
        os.close(number)


def _order(plan: Plan, limits: Limits) -> dict[str, object]:
    """What `inside.__main__.Start` reads."""
    return {
        "packages": list(plan.packages),
        "guarded": str(plan.folder) if plan.guarded else None,
        "walls": {
            "memory_mib": limits.memory_mib,
            "processes": limits.processes,
            "file_mib": limits.file_mib,
            "own_users": int(plan.own_users),
            "mapping": int(not plan.devices),
        },
    }


def _widen(number: int) -> None:
    """More than 64 KiB at a time, where a user may have that much."""
    with suppress(OSError, AttributeError):
        fcntl.fcntl(number, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


@cache
def compile_inside() -> None:
    """A worker may write nothing, so its part is compiled for it: 10 ms for each one."""
    compileall.compile_dir(INSIDE, quiet=2)
