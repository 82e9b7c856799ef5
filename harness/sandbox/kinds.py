"""The backends, the strongest first: this order is what `auto` tries.

    level        what is kept apart                                   backends
    full         namespaces, Landlock, a filter of system calls       zygote
    namespaces   other files, processes and networks do not exist     zygote-namespaces,
                                                                      zygote-bubblewrap, bubblewrap
    user         they exist and are refused; a user of its own        zygote-uid
    landlock     they exist and are refused                           zygote-landlock
    none         limits only                                          process
                 nothing, where a process cannot be limited           here

Among equals the warm ones come first. Nothing of a backend is imported before it is tried: this
package has to be importable on systems that have none of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from harness.model import Sandbox
from harness.sandbox.level import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One backend: how it is made, how it is seen whether it works, and how strong it is."""

    make: Callable[[], Sandbox]
    trouble: Callable[[], str | None]
    """Why it does not work here, found by trying; None if it does."""
    level: Level
    systems: tuple[str, ...]
    gives: str
    remedies: Mapping[str, str]
    """By a piece of what is said when it fails; the empty piece fits always."""


_USERS = {
    "uid_map": "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    "uid map": "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    "user namespaces": "sudo sysctl -w kernel.unprivileged_userns_clone=1",
    "new namespace": "sudo sysctl -w kernel.unprivileged_userns_clone=1",
    "unshare: No space": "sudo sysctl -w user.max_user_namespaces=15000",
    "unshare": "sudo sysctl -w kernel.unprivileged_userns_clone=1   # or, in a container: "
    "docker run --security-opt seccomp=unconfined --security-opt systempaths=unconfined …",
    "mount": "docker run --security-opt systempaths=unconfined …   # its /proc is masked",
}
_BWRAP = {
    "not installed": "sudo apt install bubblewrap   # or: dnf install bubblewrap",
    "Unknown option": "sudo apt install bubblewrap   # 0.8.0 or later is needed",
}
_LANDLOCK = {
    "landlock": 'sudo grubby --update-kernel=ALL --args="lsm=landlock,yama,apparmor,bpf"   # or '
    "in GRUB_CMDLINE_LINUX; Linux 5.13 or later",
}
_SHOW = "bwrap --ro-bind / / --unshare-all --proc /proc true   # shows what is refused"
_DOCTOR = "harness doctor   # says what is wrong with this Python"


def _cold_bubblewrap() -> Sandbox:
    from harness.sandbox.bubblewrap import BubblewrapSandbox  # noqa: PLC0415

    return BubblewrapSandbox()


def _bubblewrap_trouble() -> str | None:
    from harness.sandbox import bubblewrap, trial  # noqa: PLC0415

    return trial.trouble(bubblewrap.begin)


def _process() -> Sandbox:
    from harness.sandbox.process import ProcessSandbox  # noqa: PLC0415

    return ProcessSandbox()


def _here() -> Sandbox:
    from harness.sandbox.live.here import Here  # noqa: PLC0415

    return Here()


def _process_trouble() -> str | None:
    from harness.sandbox import process, trial  # noqa: PLC0415

    return trial.trouble(process.begin)


def _zygote(name: str) -> Sandbox:
    from harness.sandbox.zygote import backend, tiers  # noqa: PLC0415

    return backend.ZygoteSandbox(tiers.TIERS[name])


def _zygote_trouble(name: str) -> str | None:
    from harness.sandbox.zygote import trial  # noqa: PLC0415

    return trial.trouble(name)


def _warm(name: str, level: Level, gives: str, remedies: Mapping[str, str]) -> Kind:
    return Kind(
        make=partial(_zygote, name),
        trouble=partial(_zygote_trouble, name),
        level=level,
        systems=("linux",),
        gives=f"{gives}; starts warm",
        remedies=remedies,
    )


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "zygote": _warm(
            "zygote",
            Level.FULL,
            "namespaces, Landlock and seccomp around each submission",
            {**_LANDLOCK, **_USERS, "": _SHOW},
        ),
        "zygote-namespaces": _warm(
            "zygote-namespaces",
            Level.NAMESPACES,
            "namespaces and seccomp around each submission, no Landlock",
            {**_USERS, "": _SHOW},
        ),
        "zygote-bubblewrap": _warm(
            "zygote-bubblewrap",
            Level.NAMESPACES,
            "bubblewrap around all, Landlock and seccomp around each submission",
            {**_LANDLOCK, **_BWRAP, **_USERS, "": _SHOW},
        ),
        "bubblewrap": Kind(
            make=_cold_bubblewrap,
            trouble=_bubblewrap_trouble,
            level=Level.NAMESPACES,
            systems=("linux",),
            gives="own namespaces: no network, no files but Python's, no other process",
            remedies={**_BWRAP, **_USERS, "": _SHOW},
        ),
        "zygote-uid": _warm(
            "zygote-uid",
            Level.USER,
            "a user of its own, Landlock and seccomp for each submission, no namespaces",
            {
                **_LANDLOCK,
                "only root": "sudo harness …   # with a Python that everybody can read",
                "": _DOCTOR,
            },
        ),
        "zygote-landlock": _warm(
            "zygote-landlock",
            Level.LANDLOCK,
            "Landlock and seccomp around each submission, as the user who grades",
            {**_LANDLOCK, "": _DOCTOR},
        ),
        "process": Kind(
            make=_process,
            trouble=_process_trouble,
            level=Level.NONE,
            systems=("linux", "darwin"),
            gives="limits and an empty folder, but files and network of the user who grades",
            remedies={"": _DOCTOR},
        ),
        "here": Kind(
            make=_here,
            trouble=lambda: None,
            level=Level.NONE,
            systems=("win32",),
            gives="no process of its own: for checking your own work, never for grading",
            remedies={"": _DOCTOR},
        ),
    }
)
ELSEWHERE = {
    "win32": "wsl --install   # and grade in it; here students check their own work",
    "darwin": "grade on Linux, or in a virtual machine with it; here students check their own work",
}
"""What helps where a backend's system is another one."""
