"""From save to verdict: `harness check --watch` in a terminal, a file saved again and again.

    python benchmarks/watch.py [ASSIGNMENT] [SAVES]

The file is in turn a right solution and a wrong one whose mistake is named and whose counterexample
is made smaller. The clock runs from before the file is opened for writing until the terminal shows
the verdict's last line.
"""

import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120


class Screen:
    """What the command shows in its terminal."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.shown = b""
        self.master, slave = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "HARNESS_LANG": "en"}
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=slave, stderr=slave, env=environment
        )

    def until(self, mark: bytes) -> None:
        """Wait until this was shown."""
        end = time.monotonic() + PATIENCE
        while mark not in self.shown:
            if select.select([self.master], [], [], 0.5)[0]:
                self.shown += os.read(self.master, 2**16)
            elif time.monotonic() > end:
                raise TimeoutError(self.shown.decode(errors="replace"))
        self.shown = self.shown.partition(mark)[2]


def main(slug: str, saves: int) -> None:
    """Save, wait, and print what it took."""
    solutions = ROOT / "assignments" / slug / "solutions"
    texts = {role: min((solutions / role).glob("*.py")) for role in ("right", "wrong")}
    took: dict[str, list[float]] = {role: [] for role in texts}
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / f"{slug}.py"
        file.write_bytes(texts["wrong"].read_bytes())
        screen = Screen([sys.executable, "-m", "harness", "check", slug, "--watch"], file.parent)
        screen.until(b"Ctrl-C")
        time.sleep(1)  # the watcher has to be there before the first save
        for number in range(saves):
            role = ("right", "wrong")[number % 2]
            content = texts[role].read_bytes() + f"\n# {number}\n".encode()
            start = time.perf_counter()
            file.write_bytes(content)
            screen.until(b" points")
            took[role].append(1000 * (time.perf_counter() - start))
            screen.until(b"Ctrl-C")
            time.sleep(0.5)
        screen.process.kill()
    for role, values in took.items():
        middle, worst = statistics.median(values), max(values)
        print(f"{slug}, {role} ({texts[role].name}): {middle:.0f} ms median, {worst:.0f} at most")


if __name__ == "__main__":
    main(*(sys.argv[1:2] or ["activations"]), int((sys.argv[2:3] or ["20"])[0]))
