"""What a command costs: wall time, and CPU time of every process that it started.

The kernel's control group counts whatever runs in it, so that nothing is missed: a process that is
killed with its namespace is waited for by nobody, and `getrusage` never hears of it. Where no group
can be made (it takes root, or a group of one's own), `getrusage` has to do, and `Cost.counted` says
so.
"""

import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


PATIENCE = 10.0
"""Seconds for what a command left behind to end, so that it is counted as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run took."""

    wall: float
    cpu: float
    counted: str
    """By what: `cgroup` or `getrusage`."""


@dataclass(frozen=True, slots=True)
class Group:
    """A control group of one run, and the file in which the kernel adds up its CPU time."""

    folder: Path
    file: str
    field: str | None
    unit: float

    def seconds(self) -> float:
        """CPU time of all that ever ran in it."""
        text = (self.folder / self.file).read_text()
        fields = dict(line.split() for line in text.splitlines()) if self.field else {}
        return float(fields[self.field] if self.field else text) * self.unit

    def enter(self, pid: int) -> None:
        """Move a process into it; what it starts from now on follows."""
        (self.folder / "cgroup.procs").write_text(str(pid))

    def end(self) -> None:
        """Wait until everybody has left, then remove it."""
        limit = time.monotonic() + PATIENCE
        while (self.folder / "cgroup.procs").read_text() and time.monotonic() < limit:
            time.sleep(0.02)

    def remove(self) -> None:
        """It is of no use any more."""
        with suppress(OSError):
            self.folder.rmdir()


class Run:
    """A command while it runs."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        """Start it; what it says goes to the log."""
        self._groups = groups()
        self._began, self._before = time.perf_counter(), _children()
        self._log = log or Path(os.devnull)
        with self._log.open("ab") as said:
            self.process = subprocess.Popen(
                [*map(str, command)],
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                preexec_fn=self._enter,  # noqa: PLW1509  # this script has one thread
            )

    def _enter(self) -> None:
        for group in self._groups:
            group.enter(os.getpid())

    def wait(self) -> Cost:
        """How it cost when it is done; an error if it failed."""
        code = self.process.wait()
        wall = time.perf_counter() - self._began
        cpu, counted = _children() - self._before, "getrusage"
        for group in self._groups:
            group.end()
            if (seconds := group.seconds()) > cpu:
                cpu, counted = seconds, "cgroup"
            group.remove()
        if code:
            said = self._log.read_text(errors="replace")[-2000:]
            raise SystemExit(f"exit status {code}: {self.process.args!r}\n{said}")
        return Cost(wall=wall, cpu=cpu, counted=counted)


def cost(command: Sequence[str | Path], **options: Path | None) -> Cost:
    """Run a command to its end."""
    return Run(command, **options).wait()  # type: ignore[arg-type]  # folder and log only


def groups() -> list[Group]:
    """New control groups, one for each hierarchy that counts CPU time and lets us make one."""
    made = []
    for line in _mounts():
        kind, place, options = line
        name = Path(place) / f"benchmark-{os.getpid()}-{time.monotonic_ns()}"
        if kind == "cgroup2":
            group = Group(name, "cpu.stat", "usage_usec", 1e-6)
        elif kind == "cgroup" and "cpuacct" in options.split(","):
            group = Group(name, "cpuacct.usage", None, 1e-9)
        else:
            continue
        with suppress(OSError):
            name.mkdir()
            made.append(group)
    return made


def _mounts() -> list[tuple[str, str, str]]:
    with suppress(OSError):
        fields = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
        return [(kind, place, options) for _, place, kind, options, *_ in fields]
    return []


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
