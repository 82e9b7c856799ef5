"""What a zygote is started with: a command line, and packets that tell it what it may see."""

import os
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from harness.model import Fault, Limits
from harness.sandbox import view
from harness.sandbox.inside.zygote.mounts import WRITABLE
from harness.sandbox.room import environment, package_folders
from harness.sandbox.worker import INSIDE
from harness.sandbox.zygote.tiers import Tier


_FLAGS = ("-s", "-P", "-S", "-B", "-c")
_READ = "import os,sys;exec(os.read(int(sys.argv[1]),65536))"
"""All that a process list shows of it: the program comes as a packet."""
_BOOT = """\
import importlib.util as util
inside = {inside!r}
sys.path += {packages!r}
spec = util.spec_from_file_location(
    "__harness__", inside + "/__init__.py", submodule_search_locations=[inside]
)
sys.modules["__harness__"] = package = util.module_from_spec(spec)
spec.loader.exec_module(package)
from __harness__.zygote.{module} import main
main({control})
"""
_NOW = (
    "__harness__.serve", "__harness__.notebook", "numpy.random", "numpy.linalg", "numpy.fft",
)  # fmt: skip
_LATER = (
    "asyncio", "dataclasses", "difflib", "inspect", "random", "shutil", "tempfile", "typing",
)  # fmt: skip
_AT_ONCE = 200
"""Rules in a packet, which the kernel holds to some 200 KB."""
_DEVICES = ("null", "zero", "full", "random", "urandom")
_KNOWN = ("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu")
"""What numerical libraries ask about the machine."""
SPARE_MIB = 64
"""Room for a submission's files that a sandbox has, made before it is known which will come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where one zygote lives, and what it is able to do: sandboxes of one kind come from it."""

    tier: Tier
    torch: bool
    """Whether it may be imported; it is for the first submission that needs it."""
    hidden: tuple[Path, ...]
    trial: bool = False
    """Only to see whether the walls can be built: nothing is imported, no submission comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """How a zygote is started."""

    command: list[str]
    packets: list[Any]
    """Bytes as they are, anything else as JSON."""
    environment: dict[str, str]


def launch(home: Home, control: int) -> Launch:
    """The command line for this home, and the packets that follow."""
    python = os.path.realpath(sys.executable)
    command = [python, *_FLAGS, _READ, str(control)]
    packages, there = package_folders(), environment("/box")
    inside = view.INSIDE_THERE if home.tier.walled else str(INSIDE)
    packets = [_boot(inside, "loop", control, packages), *_start(home)]
    if home.tier.around == "launcher":
        around = {"view": _view(home, packages), "command": command, "environment": there}
        packets = [_boot(str(INSIDE), "launch", control, []), around, *packets]
    if home.tier.around == "bubblewrap":
        command = [
            _bwrap(),
            *view.arguments(Limits(), packages, hidden=home.hidden, room=0),
            "--",
            *command,
        ]
    return Launch(command=command, packets=packets, environment=there)


def _start(home: Home) -> list[Any]:
    """What `inside.zygote.loop` reads: what to import, then the rules, some to a packet."""
    allowed = rules(home)
    modules = {"now": list(_NOW), "later": list(_LATER)}
    if home.trial:
        modules = {"now": [], "later": []}
    start = {**modules, "rules": None if allowed is None else len(allowed)}
    some = allowed or []
    return [start, *(some[at : at + _AT_ONCE] for at in range(0, len(some), _AT_ONCE))]


def rules(home: Home) -> list[tuple[str, str]] | None:
    """What Landlock lets a sandbox of this home do, besides its own folder; None without it."""
    if not home.tier.landlock:
        return None
    devices = [(f"/dev/{name}", "device") for name in _DEVICES]
    known = [(path, "read") for path in _KNOWN]
    if home.tier.namespaces:
        return [("/", "read"), *((path, "write") for path in WRITABLE), *devices]
    if home.tier.walled:  # all of bubblewrap's tree, but for /proc, which others share
        tops = {f"/{Path(path).parts[1]}" for path in (*_shown(), "/etc", view.INSIDE_THERE)}
        return [*((top, "read") for top in sorted(tops)), *devices, *known]
    return [*_carved(home.hidden), *devices]


@cache
def _carved(hidden: tuple[Path, ...]) -> list[tuple[str, str]]:
    """The same folders as in a view, around what is hidden: Landlock only knows what it allows."""
    seen = sorted({os.path.realpath(path) for path in (*_shown(), *view.ETC, *_KNOWN)})
    taken = [path.resolve() for path in hidden]
    rules = [rule for path in seen for rule in _around(Path(path), taken)]
    return [*rules, (str(INSIDE), "read")]


def _shown() -> tuple[str, ...]:
    return (*view.folders(package_folders()), *view.TOP)


def _around(path: Path, taken: list[Path]) -> list[tuple[str, str]]:
    if path in taken:
        return []
    if not any(one.is_relative_to(path) for one in taken):
        return [(str(path), "read")]
    below = [rule for entry in sorted(path.iterdir()) for rule in _around(entry, taken)]
    return [(str(path), "list"), *below]


def has_torch() -> bool:
    """Whether it is installed; it is never imported here."""
    return find_spec("torch") is not None


def _boot(inside: str, module: str, control: int, packages: list[str]) -> bytes:
    text = _BOOT.format(inside=inside, module=module, control=control, packages=packages)
    return text.encode()


def _bwrap() -> str:
    program = shutil.which("bwrap")
    if program is None:
        raise Fault("bubblewrap is not installed: there is no program `bwrap` on the PATH")
    return program


def _view(home: Home, packages: list[str]) -> dict[str, Any]:
    seen = view.folders(packages)
    shown = {path: os.path.realpath(path) for path in (*seen, *view.ETC, *view.TOP)}
    links = {path: _relative(path) for path in view.TOP if Path(path).is_symlink()}
    return {
        "base": "/tmp",  # noqa: S108 - only a place to stand on; nothing is written there
        "shown": {
            path: real for path, real in shown.items() if path not in links and Path(real).exists()
        }
        | {view.INSIDE_THERE: os.path.realpath(INSIDE)},
        "links": links,
        "hidden": sorted({str(p.resolve()) for p in home.hidden if view.is_seen(p, seen)}),
    }


def _relative(path: str) -> str:
    return os.path.relpath(os.path.realpath(path), Path(path).parent)
