"""A long queue: how soon it starts, what the coordinator holds, and what a second worker brings.

    python benchmarks/scale.py [--count 5000] [--few 500] [--sandbox auto]

A class of COUNT is graded by two workers while the coordinator is watched from outside; then FEW
are graded by one worker on one core, by one on all cores, and by two on all, in turn. The class is
made by a script: seven in ten are right, two make a mistake that has a name, one makes one that has
none, so that its counterexample is looked for.
"""

import argparse
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import small
from measure import Run


AT = (1, 100, 200, 500, 1000, 2000, 3000, 4000, 5000)
"""Numbers of graded submissions at which the coordinator is looked at."""
_MIB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen from outside at one moment."""

    seconds: float
    graded: int
    coordinator: float
    """MiB of memory that are its own."""
    workers: float
    """The same for the largest of its direct children."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One run, as it was seen from outside."""

    looks: list[Look]
    wall: float
    cpu: float
    counted: str


def watch(folder: Path, count: int, jobs: int, sandbox: str) -> Watched:
    """Grade so many, and look at it all the while."""
    course, out = small.course(folder / "course"), folder / "out"
    batch = small.batch(folder / "batch", count, small.CLASS)
    command = small.grade(batch, course, out, jobs=jobs, sandbox=sandbox)
    run = Run(command, environment={"PYTHONPATH": str(small.ROOT)}, log=folder / "said")
    coordinator, began, looks = psutil.Process(run.process.pid), time.perf_counter(), list[Look]()
    while run.process.poll() is None:
        graded = _graded(out)
        if not looks or graded > looks[-1].graded or graded == count:
            look = _look(coordinator, time.perf_counter() - began, graded)
            looks += [look] if look else []
        time.sleep(0.01 if graded in (0, count) else 0.2)
    cost = run.wait()
    return Watched(looks=looks, wall=cost.wall, cpu=cost.cpu, counted=cost.counted)


def _graded(out: Path) -> int:
    try:
        return sum(1 for file in (out / "reports").iterdir() if file.name[0] != ".")
    except FileNotFoundError:
        return 0


def _look(coordinator: psutil.Process, seconds: float, graded: int) -> Look | None:
    try:
        children = [_own(child) for child in coordinator.children()]
        own = _own(coordinator)
    except psutil.Error:
        return None
    return Look(seconds=seconds, graded=graded, coordinator=own, workers=max(children, default=0.0))


def _own(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().uss) / _MIB
    except psutil.Error:
        return 0.0


def memory(watched: Watched) -> str:
    """The table of memory over time."""
    graded = [look for look in watched.looks if look.graded]
    lines = ["| graded | s | coordinator, MiB | largest worker, MiB |", "|---|---|---|---|"]
    for number in AT:
        look = next((one for one in graded if one.graded >= number), None)
        if look is not None:
            lines.append(
                f"| {look.graded} | {look.seconds:.1f} | {look.coordinator:.0f} "
                f"| {look.workers:.0f} |"
            )
    peak = max(look.coordinator for look in watched.looks)
    lines.append(f"| at most, index and gradebook included | {watched.wall:.1f} | {peak:.0f} | |")
    return "\n".join(lines)


def rate(watched: Watched) -> float:
    """Submissions a second between the first grade and the last: without start and index."""
    first, last = (next(look for look in order if look.graded) for order in _both_ways(watched))
    return (last.graded - first.graded) / (last.seconds - first.seconds)


def _both_ways(watched: Watched) -> tuple[list[Look], list[Look]]:
    most = max(look.graded for look in watched.looks)
    done = next(i for i, look in enumerate(watched.looks) if look.graded == most)
    looks = watched.looks[: done + 1]
    return looks, looks[::-1]


def once(count: int, jobs: int, sandbox: str) -> Watched:
    """In a folder that is removed."""
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        return watch(folder, count, jobs, sandbox)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def speeds(count: int, sandbox: str) -> str:
    """The table of workers and cores: behind a zygote one worker keeps more than one core busy."""
    cores = sorted(os.sched_getaffinity(0))
    lines = ["| workers | cores | graded/s | cores busy |", "|---|---|---|---|"]
    for jobs, lent in ((1, cores[:1]), (1, cores), (2, cores)):
        os.sched_setaffinity(0, lent)  # what is started from here inherits it
        try:
            seen = once(count, jobs, sandbox)
        finally:
            os.sched_setaffinity(0, cores)
        busy = seen.cpu / seen.wall
        lines.append(f"| {jobs} | {len(lent)} | {rate(seen):.1f} | {busy:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Print what was seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--sandbox", default="auto")
    options = parser.parse_args()
    if options.count:
        long = once(options.count, 2, options.sandbox)
        first = next(look for look in long.looks if look.graded)
        print(f"{options.count} submissions, two workers, sandbox {options.sandbox}")
        print(f"first grade after {first.seconds:.2f} s, all after {long.wall:.1f} s, ", end="")
        print(f"{1000 * long.cpu / options.count:.1f} ms of CPU each ({long.counted})\n")
        print(memory(long), flush=True)
    if options.few:
        print(f"\n{options.few} submissions\n")
        print(speeds(options.few, options.sandbox))


if __name__ == "__main__":
    main()
