"""Landlock: a process gives up files, connections and signals, for itself and all its children.

It needs no privilege and no namespace. What it cannot do is to hide: names and sizes stay visible.
"""

import os
import stat
import struct
from collections.abc import Sequence
from contextlib import suppress
from typing import Literal

from .kernel import PR_SET_NO_NEW_PRIVS, call, prctl


_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_FIRST = (1 << 13) - 1
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_TCP, _SCOPES = 0b11, 0b11
_TCP_SINCE, _SCOPES_SINCE = 4, 6
Right = Literal["list", "read", "write", "device"]
Rule = tuple[str, Right]
_RIGHTS: dict[Right, int] = {
    "list": _READ_DIR,
    "read": _READ_DIR | _READ_FILE | _EXECUTE,
    "write": (_FIRST | _REFER | _TRUNCATE) & ~(_MAKE_CHAR | _MAKE_BLOCK),
    "device": _READ_FILE | _WRITE_FILE | _TRUNCATE,
}


def abi() -> int:
    """What the kernel's Landlock can do; OSError where there is none."""
    return call("landlock_create_ruleset", None, 0, _VERSION)


def scopes_signals(version: int) -> bool:
    """Whether signals and abstract sockets end at the wall too."""
    return version >= _SCOPES_SINCE


def wall(rules: Sequence[Rule]) -> None:
    """From now on only these paths, no TCP, and no signals or abstract sockets to the outside.

    A path that does not exist is left out.
    """
    version = abi()
    handled = _handled(version)
    parts = [handled]
    if version >= _TCP_SINCE:
        parts.append(_TCP)
    if scopes_signals(version):
        parts.append(_SCOPES)
    about = struct.pack(f"={len(parts)}Q", *parts)
    ruleset = call("landlock_create_ruleset", about, len(about), 0)
    try:
        for path, right in rules:
            with suppress(FileNotFoundError, PermissionError):
                _allow(ruleset, path, _RIGHTS[right] & handled)
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _handled(version: int) -> int:
    """Every right that this version knows is refused where no rule gives it."""
    later = {_REFER: 2, _TRUNCATE: 3, _IOCTL: 5}
    return _FIRST | sum(right for right, since in later.items() if version >= since)


def _allow(ruleset: int, path: str, rights: int) -> None:
    number = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(number).st_mode):
            rights &= _OF_FILES
        call("landlock_add_rule", ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, number), 0)
    finally:
        os.close(number)
