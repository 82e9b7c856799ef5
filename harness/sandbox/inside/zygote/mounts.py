"""Trees of files: the one that the zygote lives in, and what each sandbox lays over it.

The first holds Python and its packages, read-only, and nothing of ours but what enters. The second
is a working folder, scratch space and a /proc, made anew for each submission.
"""

import errno
import os
import struct
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypedDict

from .kernel import call


_RDONLY, _NOSUID, _NODEV, _NOEXEC = 1, 2, 4, 8
_REMOUNT, _BIND, _REC, _PRIVATE = 32, 4096, 16384, 1 << 18
_DETACH = 2
_ATTR_RDONLY, _ATTR_NOSUID, _ATTR_NODEV, _RECURSIVE = 1, 2, 4, 0x8000
_HERE = -100
_OLD, _NEW = "/old", "/new"
_DEVICES = ("null", "zero", "full", "random", "urandom")
_DEVICE_LINKS = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}
_MIB = 2**20
_INODES = 8192
BOX = "/box"
WRITABLE = (BOX, "/tmp", "/dev/shm")  # noqa: S108 - of the sandbox


class View(TypedDict):
    """What there is to see."""

    base: str
    """A folder of this machine to build on; nothing changes in it."""
    shown: dict[str, str]
    """What is bound read-only: where it appears, and where it really is."""
    links: dict[str, str]
    hidden: list[str]
    """What is covered by nothing, wherever it would appear."""


def enter(view: View) -> None:
    """Exchange the tree of files for this view, in a mount namespace of our own."""
    call("mount", None, b"/", None, _REC | _PRIVATE, None)
    base = view["base"]
    _tmpfs(base, "mode=0755,size=1m,nr_inodes=4k")
    for name in (_OLD, _NEW):
        Path(base + name).mkdir()
    call("pivot_root", base.encode(), (base + _OLD).encode())
    os.chdir("/")
    call("mount", _NEW.encode(), _NEW.encode(), None, _BIND, None)
    for path, target in view["links"].items():
        _inside(path).symlink_to(target)
    for path, real in sorted(view["shown"].items(), key=lambda pair: len(Path(pair[0]).parts)):
        bind(_OLD + real, str(_inside(path)))
    for path in view["hidden"]:
        _hide(_inside(path))
    _devices()
    for path in (*WRITABLE, "/proc"):
        _inside(path).mkdir(exist_ok=True)
    _tmpfs(_NEW + BOX, "mode=0700,size=16m,nr_inodes=1k")  # the zygote's own scratch space
    if not _proc(_NEW + "/proc", (None,)):
        # Inside a container parts of /proc are covered, and no other may be mounted. The zygote
        # makes do with that one; submissions will have none.
        call(
            "mount", (_OLD + "/proc").encode(), (_NEW + "/proc").encode(), None, _BIND | _REC, None
        )
    read_only(_NEW, recursive=False)
    call("umount2", _OLD.encode(), _DETACH)
    os.chdir(_NEW)
    call("pivot_root", b".", b".")
    call("umount2", b".", _DETACH)
    os.chdir("/")


def furnish(file_mib: int, room_mib: int) -> None:
    """What each sandbox has for itself: an empty folder, scratch space, its own processes."""
    for path in WRITABLE:
        size = room_mib if path == BOX else file_mib
        kept = [(place, os.open(place, os.O_PATH)) for place in _mounted_below(path)]
        _tmpfs(path, f"mode=0700,size={size * _MIB},nr_inodes={_INODES}")
        for place, number in kept:  # a Python that lies in /tmp has to stay in sight
            Path(place).mkdir(parents=True)
            source = f"/proc/self/fd/{number}".encode()
            call("mount", source, place.encode(), None, _BIND | _REC, None)
            os.close(number)
    if not _proc("/proc", (b"subset=pid,hidepid=4", b"hidepid=2", None)):  # since 5.8, or before
        _tmpfs("/proc", "mode=0555,size=4k,nr_inodes=1")
    read_only("/proc", recursive=False)


def look() -> None:
    """Before the fork: what is mounted where sandboxes lay something over it never changes."""
    for path in WRITABLE:
        _mounted_below(path)


@cache
def _mounted_below(path: str) -> list[str]:
    """Where something is mounted, at any depth; the outer place before the inner one."""
    lines = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()
    places = (line.split()[4].replace(r"\040", " ") for line in lines)
    found = sorted({place for place in places if place.startswith(f"{path}/")}, key=len)
    return [p for p in found if not any(p.startswith(f"{outer}/") for outer in found)]


def _proc(place: str, ways: Sequence[bytes | None]) -> bool:
    """Mount a /proc of our own processes, by the first of these options that the kernel takes."""
    for options in ways:
        with suppress(OSError):
            call("mount", b"proc", place.encode(), b"proc", _NOSUID | _NODEV | _NOEXEC, options)
            return True
    return False


def bind(source: str, target: str) -> None:
    """Show one place at another, read-only, with all that is mounted below."""
    real, there = Path(source), Path(target)
    if real.is_dir():
        there.mkdir(parents=True, exist_ok=True)
    elif not there.exists():
        there.parent.mkdir(parents=True, exist_ok=True)
        there.touch()
    call("mount", source.encode(), target.encode(), None, _BIND | _REC, None)
    read_only(target, recursive=True)


def read_only(path: str, *, recursive: bool) -> None:
    """Nothing can be written there, no privilege gained by a file, no device opened."""
    about = struct.pack("=4Q", _ATTR_RDONLY | _ATTR_NOSUID | _ATTR_NODEV, 0, 0, 0)
    try:
        flags = _RECURSIVE if recursive else 0
        call("mount_setattr", _HERE, path.encode(), flags, about, len(about))
    except OSError as error:
        if error.errno not in (errno.ENOSYS, errno.EPERM):
            raise
        kept = os.statvfs(path).f_flag & (os.ST_NOEXEC | os.ST_NOATIME | os.ST_RELATIME)
        flags = _REMOUNT | _BIND | _RDONLY | _NOSUID | _NODEV | _kept(kept)
        call("mount", None, path.encode(), None, flags, None)


def _kept(flags: int) -> int:
    """Before Linux 5.12: flags that a user namespace may not take off have to be said again."""
    noatime, relatime = 1 << 10, 1 << 21
    said = _NOEXEC if flags & os.ST_NOEXEC else 0
    return said | (noatime if flags & os.ST_NOATIME else relatime if flags & os.ST_RELATIME else 0)


def _inside(path: str) -> Path:
    place = Path(_NEW + path)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _hide(place: Path) -> None:
    if place.is_dir():
        _tmpfs(str(place), "mode=0555,size=4k,nr_inodes=1")
        read_only(str(place), recursive=False)
    elif place.exists():
        call("mount", f"{_OLD}/dev/null".encode(), str(place).encode(), None, _BIND, None)


def _devices() -> None:
    for name in _DEVICES:
        place = _inside(f"/dev/{name}")
        place.touch()
        call("mount", f"{_OLD}/dev/{name}".encode(), str(place).encode(), None, _BIND, None)
    for name, target in _DEVICE_LINKS.items():
        _inside(f"/dev/{name}").symlink_to(target)


def _tmpfs(path: str, options: str) -> None:
    call("mount", b"tmpfs", path.encode(), b"tmpfs", _NOSUID | _NODEV, options.encode())
