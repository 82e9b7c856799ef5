"""What the kernel offers, layer by layer, as `harness doctor` shows it beside the backends."""

import os
import platform
import sys
from pathlib import Path


def layers() -> dict[str, str]:
    """By name: there, with a version where there is one, or not, and why."""
    if sys.platform != "linux":
        return {
            "system": f"{platform.system()}: no walls that can be used; students check their own"
        }
    return {
        "kernel": platform.release(),
        "user": "root" if os.geteuid() == 0 else "ordinary",
        "Landlock": _landlock(),
        "seccomp": _seccomp(),
        "user namespaces": _namespaces(),
        "AppArmor on namespaces": _read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
        "huge pages": _huge(),
    }


def _landlock() -> str:
    from harness.sandbox.inside.zygote import landlock  # noqa: PLC0415

    try:
        version = landlock.abi()
    except OSError as error:
        return f"no ({error.strerror})"
    signals = "" if landlock.scopes_signals(version) else ", without signals (since ABI 6)"
    return f"ABI {version}{signals}"


def _seccomp() -> str:
    from harness.sandbox.inside.zygote import kernel  # noqa: PLC0415

    try:
        kernel.machine()
    except OSError as error:
        return f"no ({error})"
    return "yes" if Path("/proc/sys/kernel/seccomp").exists() else "not in this kernel"


def _namespaces() -> str:
    most = _read("/proc/sys/user/max_user_namespaces")
    clone = _read("/proc/sys/kernel/unprivileged_userns_clone")
    return "switched off" if most == "0" or clone == "0" else f"at most {most}"


def _huge() -> str:
    text = _read("/sys/kernel/mm/transparent_hugepage/enabled")
    return text.partition("[")[2].partition("]")[0] or text


def _read(path: str) -> str:
    try:
        return Path(path).read_text("ascii").strip()
    except OSError:
        return "not here"
