"""One sandbox from the zygote: a worker behind walls, and a keeper that ends all of it.

Where there are namespaces, the worker is the first process of its own, and so its own keeper: the
kernel ends the rest when it does. Where there are none, the keeper is the guardian of `walls`,
which does so by hand.
"""

import os
import resource
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import NoReturn, TypedDict

from ..walls import guard, lower, mapped_pages
from . import mounts
from .kernel import PR_SET_DUMPABLE, PR_SET_PDEATHSIG, call, drop_privileges, prctl
from .landlock import Rule
from .launch import NAMESPACES, NEW_USER, map_users, name_the_host
from .mounts import BOX, furnish
from .work import Walls, prepare, work


_FAILED = os.EX_OSERR
_SIGNALS = 128
_MOST_FILES = 4096


class Order(TypedDict):
    """What the zygote is told of one sandbox. Its pipes come with it."""

    id: int
    hello: str
    """The nonce of its first frame."""
    cores: list[int]
    """Processors of whoever ordered it: they take turns, so they stay together."""
    namespaces: bool
    folder: str | None
    """Where it works, if there are no namespaces; made and removed by its keeper."""
    user: int | None
    """Whom it becomes, where the zygote is root and there are no namespaces."""
    room_mib: int
    modules: list[str]
    """What the zygote imports before it is born, unless it has."""
    walls: Walls
    trial: bool
    """Only to see whether the walls can be built."""


def born(order: Order, pipes: list[int], rules: list[Rule] | None) -> int:
    """Fork one sandbox; its keeper's process id. The keeper ends as the worker did."""
    order["walls"]["mapped_pages"] = mapped_pages()
    order["walls"]["landlock"] = rules
    prepare(order["walls"])
    if order["namespaces"]:
        mounts.look()
        processes_are_counted()  # found out here, once, for all children
    begin: Callable[[Order, list[int]], None]
    if order["namespaces"]:
        begin = partial(_first, (os.geteuid(), os.getegid()))
        keeper = call("clone", NAMESPACES | signal.SIGCHLD, 0, 0, 0, 0)
    else:
        begin, keeper = _guardian, os.fork()
    if keeper == 0:
        _or_die(lambda: begin(order, pipes), pipes[2])
    return keeper


def _or_die(step: Callable[[], None], said: int) -> NoReturn:
    """What goes wrong before the first line of a student is ours, and is told by the pipe."""
    try:
        _stand_alone(said)
        step()
    except BaseException:  # noqa: BLE001 - it is told, and this process ends
        with suppress(BaseException):
            os.write(2, traceback.format_exc().encode())
    os._exit(_FAILED)


def _stand_alone(said: int) -> None:
    """Nothing of the zygote's: no signal handler, no terminal, no standard stream."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, source in enumerate((nothing, said, said)):
        os.dup2(source, number)
    os.close(nothing)


def _keep_only(numbers: list[int]) -> None:
    """Close every descriptor but the standard three and these."""
    at = 3
    for number in [*sorted(numbers), _MOST_FILES]:
        os.closerange(at, number)
        at = number + 1


def _first(outside: tuple[int, int], order: Order, pipes: list[int]) -> None:
    """The first process of new namespaces: furnish them and work there. Its end is theirs."""
    os.sched_setaffinity(0, order["cores"])
    _keep_only(pipes)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    map_users(*outside)
    name_the_host()
    furnish(order["walls"]["file_mib"], order["room_mib"])
    os.chdir(BOX)
    if processes_are_counted():
        lower(resource.RLIMIT_NPROC, order["walls"]["processes"])
    drop_privileges()
    prctl(PR_SET_DUMPABLE, 1)
    work(order["hello"], order["walls"], pipes, BOX, trial=order["trial"])


@cache
def processes_are_counted() -> bool:
    """Whether a user's processes are counted for each namespace: since Linux 5.14; by trying."""
    if (child := os.fork()) == 0:
        try:
            call("unshare", NEW_USER)
            lower(resource.RLIMIT_NPROC, 2)
            os.fork()
            os._exit(0)
        finally:
            os._exit(_FAILED)
    return os.waitpid(child, 0)[1] == 0


def _guardian(order: Order, pipes: list[int]) -> None:
    """The guardian waits for the end of its standard input; the worker goes on as its child."""
    os.sched_setaffinity(0, order["cores"])
    *pipes, lifeline = pipes
    _keep_only([*pipes, lifeline])
    os.dup2(lifeline, 0)
    os.close(lifeline)
    assert order["folder"] is not None
    folder = Path(order["folder"])
    folder.mkdir(mode=0o700)
    user = order["user"]
    if user is not None:
        os.chown(folder, user, user)
    prctl(PR_SET_DUMPABLE, 0)
    guard(folder, user)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.chdir(folder)
    if user is not None:
        _become(user)
    drop_privileges()
    prctl(PR_SET_DUMPABLE, 1)
    work(order["hello"], order["walls"], pipes, str(folder), trial=order["trial"])


def _become(user: int) -> None:
    """Somebody who owns nothing on this machine. That also forgets whose death is ours."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
