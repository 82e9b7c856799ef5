"""A submission of ours that tries every wall before anybody else's does; see `sandbox.canary`."""

import os
import socket
from collections.abc import Callable
from pathlib import Path


_MIB = 2**20


def tried(questions: dict) -> dict[str, bool]:
    """Which of these things can be done here: each should be refused by a wall."""
    attempts: dict[str, Callable[[], object]] = {
        "a file of the judge's can be read": lambda: Path(questions["file"]).read_bytes(),
        "a file of the judge's can be seen": lambda: os.stat(questions["file"]),  # noqa: PTH116 - nothing between us and the kernel
        "this machine can be connected to": lambda: _connect(questions["port"]),
        "an abstract socket can be connected to": lambda: _meet(questions["socket"]),
        "a process of the judge's can be signalled": lambda: os.kill(questions["process"], 0),
        "processes of the judge's can be listed": lambda: _spy(questions["token"]),
        "a hidden file can be read": lambda: _peek(questions["hidden"]),
        "memory can be filled by files": lambda: _fill(questions["file_mib"]),
        "privileges can be had": lambda: os.chroot("/"),
        "system calls are not filtered": lambda: socket.socket(socket.AF_INET).close(),
    }
    return {what: _works(attempt) for what, attempt in attempts.items()}


def _works(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=2).close()


def _meet(name: str) -> None:
    with socket.socket(socket.AF_UNIX) as mine:
        mine.settimeout(2)
        mine.connect("\0" + name)


def _spy(token: str) -> None:
    for number in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208 - names are enough
        try:
            line = Path("/proc", number, "cmdline").read_bytes()
        except OSError:
            continue
        if token.encode() in line:
            return
    _no()


def _peek(paths: list[str]) -> None:
    """A package can be imported if one of its files can be read."""
    for path in paths:
        try:
            Path(path).read_bytes()
        except OSError:
            continue
        return
    _no()


def _fill(file_mib: int) -> None:
    """Works if more fits than is allowed."""
    for number in range(file_mib + 2):
        with open(f"/dev/shm/canary-{number}", "wb") as file:  # noqa: PTH123, S108 - of the sandbox
            os.posix_fallocate(file.fileno(), 0, _MIB)


def _no() -> None:
    raise PermissionError
