"""Devices are leased: whoever trains has one to itself, or a share of one, and sees no other.

Nothing here touches the driver. A device is known by its node below /dev, a lease is a lock on a
file, so that runs of several people on one machine wait for each other and a run that dies lets go.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from time import sleep

from harness.model import Gpu, UsageError


SHARE = "HARNESS_GPU_SHARE"
"""How many trainings a device takes at once; 1 unless somebody has measured that more pay."""
_COMMON = ("nvidiactl", "nvidia-uvm", "nvidia-uvm-tools")
_POLL = 0.2


@dataclass(frozen=True, slots=True)
class Device:
    """One GPU."""

    index: int
    nodes: tuple[str, ...]
    """What a sandbox has to see in order to use it, and no other."""


def devices(dev: Path = Path("/dev")) -> tuple[Device, ...]:
    """The NVIDIA devices of this machine, or those that `CUDA_VISIBLE_DEVICES` allows."""
    common = tuple(str(dev / name) for name in _COMMON if (dev / name).exists())
    numbers = sorted(
        int(found[1])
        for node in dev.glob("nvidia*")
        if (found := re.fullmatch(r"nvidia(\d+)", node.name))
    )
    allowed = os.environ.get("CUDA_VISIBLE_DEVICES")
    if allowed is not None:
        numbers = [n for n in numbers if str(n) in re.split(r"\s*,\s*", allowed.strip())]
    return tuple(Device(n, (str(dev / f"nvidia{n}"), *common)) for n in numbers)


def wanted(wish: Gpu, found: tuple[Device, ...]) -> tuple[Device, ...]:
    """The devices that trainings will use. UsageError if they are required and there is none."""
    if wish == "required" and not found:
        raise UsageError(
            "--gpu required: there is no NVIDIA device here (/dev/nvidia0), or "
            "$CUDA_VISIBLE_DEVICES allows none. Leave --gpu out to train on the processor."
        )
    return () if wish == "none" else found


@contextmanager
def lease(found: tuple[Device, ...], folder: Path | None = None) -> Iterator[Device | None]:
    """One of these devices, as soon as one is free; None if there is none at all."""
    if not found:
        yield None
        return
    device, lock = _first_free(found, folder or Path(gettempdir()) / f"harness-gpu-{os.getuid()}")
    try:
        yield device
    finally:
        os.close(lock)


def _first_free(found: tuple[Device, ...], folder: Path) -> tuple[Device, int]:
    folder.mkdir(mode=0o700, exist_ok=True)
    while True:
        for slot in range(_share()):
            for device in found:
                if (lock := _locked(folder / f"{device.index}.{slot}")) is not None:
                    return device, lock
        sleep(_POLL)


def _locked(file: Path) -> int | None:
    import fcntl  # noqa: PLC0415  # not on Windows, where it is said what helps

    number = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        return None
    return number


def _share() -> int:
    text = os.environ.get(SHARE, "1")
    if not text.isdigit() or int(text) < 1:
        raise UsageError(f"${SHARE} is {text!r}; expected a whole number, 1 or more.")
    return int(text)
