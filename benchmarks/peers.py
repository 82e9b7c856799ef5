"""Ours beside otter-grader and nbgrader, on the same submissions, in one run.

    python benchmarks/peers.py [--counts 1,20,200] [--runs 3] [--slow-at-most 20] [--sandbox NAME]…
                               [--without otter]

Every submission imports torch and defines an activation. CPU seconds are those of the whole process
tree (see measure.py), so a busy machine changes them little; wall time is what it was. Each grader
gets a class of its own, set up outside the clock, and must give everybody full points. What imports
torch anew for every submission (the peers, and our cold sandboxes) is run once for up to
`--slow-at-most` submissions; beyond that its figure is extrapolated, and says so.
"""

import argparse
import platform
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import others
import tools
from measure import Cost, Run

from harness import sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure of the table."""

    cost: Cost
    runs: int
    """0 if it is extrapolated."""

    def __str__(self) -> str:
        """CPU and wall time, in seconds."""
        mark = "≈ " if not self.runs else ""
        return f"{mark}{self.cost.cpu:.1f} / {self.cost.wall:.1f}"


Row = dict[int, Cell]
"""By number of submissions."""
Rows = dict[str, Row]
"""By name of the grader."""


def measured(tool: tools.Tool, count: int, runs: int) -> Cell:
    """The median run, by CPU time."""
    costs = [_once(tool, count) for _ in range(runs)]
    cpu = statistics.median(cost.cpu for cost in costs)
    wall = statistics.median(cost.wall for cost in costs)
    return Cell(cost=replace(costs[0], cpu=cpu, wall=wall), runs=runs)


def _once(tool: tools.Tool, count: int) -> Cost:
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        ready = tool.prepare(folder, count)
        log = folder / "said"
        run = Run(ready.command, folder=ready.folder, environment=ready.environment, log=log)
        cost = run.wait()
        if (full := ready.check()) != count:
            raise SystemExit(f"{tool.name}: {full} of {count} with full points\n{log.read_text()}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return cost


def extrapolated(row: Row, count: int) -> Cell:
    """As if every further submission cost what one did between the two largest classes."""
    (few, first), (many, last) = sorted(row.items())[-2:]
    more = (count - many) / (many - few)
    return Cell(
        cost=replace(
            last.cost,
            cpu=last.cost.cpu + more * (last.cost.cpu - first.cost.cpu),
            wall=last.cost.wall + more * (last.cost.wall - first.cost.wall),
        ),
        runs=0,
    )


def each(row: Row, count: int) -> float:
    """CPU seconds for one submission of a class."""
    return row[count].cost.cpu / count


def table(rows: Rows, counts: Sequence[int], peers: set[str]) -> str:
    """The results as Markdown: the better peer is the one that needs less CPU at the largest."""
    most = counts[-1]
    better = min((each(rows[name], most) for name in peers), default=None)
    heads = [f"{n} submission{'s' * (n > 1)}" for n in counts]
    lines = [
        f"| CPU s / wall s | {' | '.join(heads)} | CPU ms each, of {most} | than the better peer |",
        f"|---|{'---|' * (len(counts) + 2)}",
    ]
    for name, row in rows.items():
        times = better / each(row, most) if better else 1.0
        ratio = f"{times:.{0 if times >= 10 else 1}f} × less" if times > 1 else "–"  # noqa: PLR2004
        cells = " | ".join(str(row[count]) for count in counts)
        lines.append(f"| `{name}` | {cells} | {1000 * each(row, most):.0f} | {ratio} |")
    return "\n".join(lines)


def graders(options: argparse.Namespace) -> list[tools.Tool]:
    """The lower bound, ours in every way that works here, and the peers."""
    names = options.sandbox or [one.name for one in sandbox.describe() if one.works]
    found = [tools.bare(), *(tools.ours(name, 1) for name in names), tools.ours(names[0], 2)]
    if options.no_peers:
        return found
    others.install()
    peers = [others.otter(), others.nbgrader()]
    return [*found, *(peer for peer in peers if peer.name.split()[0] not in options.without)]


def measure(chosen: Sequence[tools.Tool], counts: Sequence[int], few: int, runs: int) -> Rows:
    """Every grader with every class, the small classes first."""
    rows: Rows = {tool.name: {} for tool in chosen}
    for count in counts:
        for tool in chosen:
            row = rows[tool.name]
            if tool.slow and count > few:
                row[count] = extrapolated(row, count)
                continue
            row[count] = measured(tool, count, 1 if tool.slow and count > 1 else runs)
            counted, times = row[count].cost.counted, row[count].runs
            print(f"{tool.name}, {count}: {row[count]} ({times} runs, {counted})", flush=True)
    return rows


def main() -> None:
    """Measure everything and print one table."""
    options = _options()
    counts = sorted(int(count) for count in options.counts.split(","))
    chosen = graders(options)
    rows = measure(chosen, counts, options.slow_at_most, options.runs)
    print(f"\nPython {platform.python_version()}, {platform.machine()}, {others.OTTER}, ", end="")
    print(f"{others.NBGRADER}; ≈ is extrapolated\n")
    print(table(rows, counts, {tool.name for tool in chosen if tool.peer}))
    lowest = each(rows[chosen[0].name], counts[-1])
    for tool in chosen[1:]:
        if not tool.peer:
            over = 1000 * (each(rows[tool.name], counts[-1]) - lowest)
            print(f"\n{tool.name}: {over:.0f} ms of CPU each over the bare loop")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--counts", default="1,20,200", help="sizes of the class")
    parser.add_argument("--runs", type=int, default=3, help="medians of so many")
    parser.add_argument("--slow-at-most", type=int, default=20, help="beyond it is extrapolated")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    parser.add_argument("--without", action="append", default=[], help="a peer: otter, nbgrader")
    parser.add_argument("--sandbox", action="append", help="default: every one that works")
    return parser.parse_args()


if __name__ == "__main__":
    main()
