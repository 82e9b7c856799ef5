"""What bubblewrap is told to show: Python and its packages, read-only, and nothing of ours."""

import os
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from pathlib import Path

from harness.model import Limits
from harness.sandbox.room import environment, package_folders
from harness.sandbox.worker import INSIDE


_WALLS = (
    *("--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"),
    *("--cap-drop", "ALL", "--uid", "1000", "--gid", "1000", "--hostname", "sandbox", "--clearenv"),
)
SYSTEM = (
    "/usr/bin",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/libexec",
    "/usr/share/zoneinfo",
)
TOP = ("/bin", "/lib", "/lib32", "/lib64")
ETC = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/fonts")
BOX = "/box"
INSIDE_THERE = "/inside"
_MIB = 2**20


def arguments(
    limits: Limits,
    packages: list[str],
    *,
    hidden: tuple[Path, ...],
    room: int,
    devices: tuple[str, ...] = (),
) -> list[str]:
    """The command line: what is there, what is not, and what may be written."""
    seen = folders(packages)
    size = str(limits.file_mib * _MIB)
    return [
        *_WALLS,
        *("--size", size, "--tmpfs", "/tmp"),  # noqa: S108 - of the sandbox; before what lies in it
        *_bind(seen),
        *(word for path in TOP for word in _top(path)),
        *(word for path in ETC for word in ("--ro-bind-try", path, path)),
        *(word for path in hidden if is_seen(path, seen) for word in _hide(path)),
        *("--proc", "/proc", "--dev", "/dev"),
        *(word for path in devices for word in ("--dev-bind", path, path)),
        *(("--ro-bind-try", "/sys", "/sys") if devices else ()),  # drivers look up their bus there
        *("--size", size, "--tmpfs", "/dev/shm"),  # noqa: S108 - of the sandbox
        *("--size", str(limits.file_mib * _MIB + 2 * room), "--tmpfs", BOX),
        *("--ro-bind", str(INSIDE), INSIDE_THERE),
        *("--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", BOX),
        *(word for pair in environment(BOX).items() for word in ("--setenv", *pair)),
    ]


def folders(packages: list[str]) -> list[str]:
    """The folders that a sandbox sees: the system's programs, Python, its packages."""
    return [path for path in (*SYSTEM, *interpreter(), *packages) if Path(path).is_dir()]


def hidden_paths(folder: Path, without: Sequence[str]) -> tuple[Path, ...]:
    """What must not be visible wherever it lies: answers, and help that is forbidden."""
    ours = Path(__file__).parents[1]
    course = folder.resolve().parents[1:2]
    taken = (
        Path(folder) / name
        for folder in package_folders()
        for package in without
        for name in (package, f"{package}.py")
    )
    return (ours, *course, *_unused_packages(), *(path for path in taken if path.exists()))


def _unused_packages() -> list[Path]:
    """What is installed beside the standard library, but not for the Python that runs here."""
    used, library = set(package_folders()), Path(sysconfig.get_path("stdlib"))
    beside = (library / "site-packages", library.parent / "python3" / "dist-packages")
    return [path for path in beside if path.is_dir() and str(path) not in used]


def interpreter() -> list[str]:
    """The folders of the base installation that Python needs, and no more of its prefix."""
    base = Path(sys.base_prefix)
    folders = {str(base / name) for name in ("bin", "lib", "lib64")}
    folders |= {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    folders.add(str(Path(os.path.realpath(sys.executable)).parent))
    return sorted(folders)


def _bind(paths: list[str]) -> list[str]:
    """Read-only, the outer folder before the inner one."""
    ordered = sorted(dict.fromkeys(paths), key=lambda path: len(Path(path).parts))
    return [word for path in ordered for word in ("--ro-bind", path, path)]


def _top(path: str) -> tuple[str, ...]:
    """`/lib` is a link into `/usr` on most systems, and a folder on some."""
    if Path(path).is_symlink():
        return ("--symlink", str(Path(path).readlink()), path)
    return ("--ro-bind-try", path, path)


def is_seen(path: Path, seen: Iterable[str]) -> bool:
    """Whether a place lies in one of these folders."""
    return any(path.resolve().is_relative_to(Path(folder).resolve()) for folder in seen)


def _hide(path: Path) -> tuple[str, ...]:
    real = str(path.resolve())
    return ("--tmpfs", real) if path.is_dir() else ("--ro-bind", os.devnull, real)
