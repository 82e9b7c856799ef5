"""The worker, forked and about to wall itself in: after this comes the first line of a student."""

import os
import sys
import tempfile
from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn, TypedDict

from ..__main__ import move
from ..walls import limit
from . import landlock, seccomp
from .kernel import be_called


_HOMES = {"HOME": "", "TMPDIR": "", "IPYTHONDIR": "/.ipython", "MPLCONFIGDIR": "/.matplotlib"}
_SEEDS: dict[str, Callable[[Any], object]] = {
    "random": lambda it: it.seed(),
    # By a number: without one it would be hashed first, which touches twice the memory.
    "numpy.random": lambda it: it.seed(int.from_bytes(os.urandom(4), "little")),
    # Not torch.manual_seed: for a GPU that is not here it would read whole source files each time.
    "torch": lambda it: it.default_generator.manual_seed(int.from_bytes(os.urandom(7), "little")),
    "multiprocessing.process": lambda it: setattr(it.current_process(), "authkey", os.urandom(32)),
}


class Walls(TypedDict):
    """What a worker may use and do; the first five are for `walls.limit`."""

    memory_mib: int
    processes: int
    file_mib: int
    own_users: int
    mapped_pages: int
    """The size of the zygote, which its child begins with."""
    landlock: list[landlock.Rule] | None
    alone: bool
    """Whether it sees no other processes."""
    families: list[int]


def work(hello: str, walls: Walls, pipes: list[int], home: str, *, trial: bool) -> NoReturn:
    """Wall in and serve until nobody asks any more; as a trial, only say that the walls stand."""
    commands, results, said = pipes
    commands, results = move(commands), move(results)
    os.close(said)
    be_called(b"python")
    if os.environ["HOME"] != home:
        for name, below in _HOMES.items():
            os.environ[name] = home + below
    be_new()
    limit(dict(walls))
    rules, safe = walls["landlock"], walls["alone"]
    if rules is not None:
        landlock.wall([*rules, (home, "write"), (f"/proc/{os.getpid()}", "read")])
        safe = safe or landlock.scopes_signals(landlock.abi())
    seccomp.wall(_policy(walls, None if safe else os.getpid()))
    if trial:
        os.write(results, hello.encode())
        os._exit(0)
    from ..serve import Service  # noqa: PLC0415 - the zygote has it; a trial does without NumPy

    Service(commands, results, hello).run()


def prepare(walls: Walls) -> None:
    """Before the fork: what would be worked out anew in every child."""
    seccomp.built(_policy(walls, None))


def _policy(walls: Walls, signals_within: int | None) -> seccomp.Policy:
    families = tuple(walls["families"])
    return seccomp.Policy(families=families, alone=walls["alone"], signals_within=signals_within)


def be_new() -> None:
    """Forget what all children of one zygote would share: luck, names, a program called main."""
    for name, seed in _SEEDS.items():
        if (module := sys.modules.get(name)) is not None:
            seed(module)
    tempfile.tempdir = None
    sys.modules["__main__"] = ModuleType("__main__")
