"""How long a person waits for `harness --help`, beside a Python that does nothing.

    python benchmarks/startup.py [RUNS]

Both commands run in turn, so that a noisy machine slows both; medians and their ratio are printed.
"""

import statistics
import subprocess
import sys
import time


COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "harness --help": [sys.executable, "-m", "harness", "--help"],
}


def milliseconds(command: list[str]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)


def main(runs: int) -> None:
    """Run the commands in turn and print what they took."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs):
        for name, command in COMMANDS.items():
            times[name].append(milliseconds(command))
    for name, values in times.items():
        middle, least, most = statistics.median(values), min(values), max(values)
        print(f"{name:<16} {middle:6.1f} ms median ({least:.1f} to {most:.1f}, n = {runs})")
    bare, ours = (statistics.median(values) for values in times.values())
    print(f"ratio {ours / bare:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
