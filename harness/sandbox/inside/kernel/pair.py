"""The worker in two: a kernel that ends as the one who answers, and the driver, its parent."""

import asyncio
import ctypes
import json
import os
import secrets
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import nbformat
import numpy as np

from ..load import Work
from ..nodes import INWARD
from ..wire import PREFIX, lengths, pack, unpack
from . import app
from .drive import Pace, Ran, drive
from .outlive import outlive
from .shown import shown


_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_M_ARENA_MAX = -8
_READY = 45.0
_NO_SOCKETS = (
    "it needs sockets, and the walls here refuse them to every submission. "
    "Use --notebooks fast, or another --sandbox: see harness doctor"
)
_CHANNELS = ("shell", "iopub", "stdin", "control", "hb")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """The judge, as a worker can speak to it."""

    nonce: str
    """Of the order to load the submission."""
    send: Callable[[dict[str, Any]], None]
    receive: Callable[[], Any]
    adopt: Callable[[], None]
    """From now on this process is the one that answers."""
    leave: Callable[[], None]
    """Close the pipes: another process has them."""


def run_notebook(work: Work, pace: Pace, judge: Judge) -> dict[str, Any]:
    """Run the cells in a kernel. Returns in the kernel, with the answer to the judge's order."""
    if not _may_have_sockets():
        return {"kind": "broken", "reason": _NO_SOCKETS}
    private = Path(tempfile.mkdtemp(prefix=".kernel-", dir=work.root))
    info = _connection(private)
    (ready, readies), (handover, hands) = os.pipe(), os.pipe()
    _frugal()
    sys.stdout.flush()
    parent = os.getpid()
    if pid := os.fork():
        os.close(readies)
        os.close(handover)
        _drive(work, pid, info, pace, judge, (ready, hands))
    os.close(ready)
    os.close(hands)
    os.setpgid(0, 0)
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    judge.adopt()
    kernel = app.begin(work, info, private)
    os.write(readies, b".")
    os.close(readies)
    app.run(kernel, handover)
    return _answer(kernel, _all_of(handover))


def _may_have_sockets() -> bool:
    """Where Landlock alone stands between files and a submission, there are none."""
    try:
        socket.socket(socket.AF_UNIX).close()
    except OSError:
        return False
    return True


def _answer(kernel: app.App, told: dict[str, Any]) -> dict[str, Any]:
    """What the judge hears of the cells, in the kernel's own words and the driver's."""
    app.retire(kernel)
    errors = kernel.kernel.raised
    if None in errors.values():
        return {**told, "kind": "stopped", "limit": "memory", "detail": "MemoryError"}
    over = {one["cell"] for one in told["interrupted"]}
    kept = [error for number, error in sorted(errors.items()) if number not in over]
    return {**told, "kind": "loaded", "errors": kept}


def _connection(private: Path) -> dict[str, Any]:
    """Sockets in the private folder; its path is a relative one, since the kernel allows so few
    bytes for it."""
    ports = {f"{channel}_port": number for number, channel in enumerate(_CHANNELS, 1)}
    place = os.path.relpath(private / "k")
    return {"transport": "ipc", "ip": place, "key": secrets.token_hex(16).encode(), **ports}


def _drive(  # noqa: PLR0913, PLR0917 - the whole of one side
    work: Work, pid: int, info: dict[str, Any], pace: Pace, judge: Judge, pipes: tuple[int, int]
) -> NoReturn:
    """As the parent: drive the kernel, hand over to it, and end as it ends."""
    ready, hands = pipes
    nonce = judge.nonce
    _be_quiet()
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    notebook = nbformat.from_dict(json.loads(work.source))  # type: ignore[no-untyped-call]
    code = [number for number, cell in enumerate(notebook.cells) if cell.cell_type == "code"]

    def begin() -> None:
        nonlocal nonce
        judge.send({"nonce": nonce, "kind": "ready"})
        nonce = judge.receive()["nonce"]

    try:
        _await(ready)
        ran = asyncio.run(drive(notebook, pid, info, pace, begin))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        ran = Ran(ended=_failure(error, began=nonce != judge.nonce))
    cut = {number for number, index in enumerate(code, 1) if index in ran.cut}
    pages = np.frombuffer(shown([notebook.cells[index] for index in code], cut), np.uint8)
    if ran.ended:
        judge.send({"nonce": nonce, "kind": "stopped", "shown": pages, **ran.ended})
        while True:  # ends with the process, when nobody asks any more
            judge.receive()
    judge.leave()
    _give(hands, {"nonce": nonce, "interrupted": ran.interrupted, "shown": pages})
    outlive(pid)


def _failure(error: Exception, *, began: bool) -> dict[str, Any]:
    """Before the first cell it is ours; later on, it is what the kernel sent that broke it."""
    told = f"{type(error).__name__}: {error}"[:500]
    if began:
        return {"kind": "stopped", "limit": "exit", "detail": f"the driver: {told}"}
    return {"kind": "broken", "reason": f"the kernel: {told}"}


def _await(ready: int) -> None:
    """Until the kernel says that its sockets are there."""
    heard, _, _ = select.select([ready], [], [], _READY)
    if not heard or not os.read(ready, 1):
        raise RuntimeError("it did not start")
    os.close(ready)


def _give(pipe: int, told: dict[str, Any]) -> None:
    frame = memoryview(pack(told, INWARD))
    with suppress(OSError):  # it died just now
        while frame:
            frame = frame[os.write(pipe, frame) :]
    os.close(pipe)


def _all_of(pipe: int) -> dict[str, Any]:
    frame = b"".join(iter(lambda: os.read(pipe, 2**20), b""))
    os.close(pipe)
    tree, _ = lengths(frame[: PREFIX.size], INWARD)
    end = PREFIX.size + tree
    told: dict[str, Any] = unpack(frame[PREFIX.size : end], frame[end:], INWARD)
    return told


def _be_quiet() -> None:
    """What the driver might say is not the student's, and would stand among what is."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.close(nothing)


def _frugal() -> None:
    """One arena of memory for all threads: each reserves 64 MiB of what the student may have."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
