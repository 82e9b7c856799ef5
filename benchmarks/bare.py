"""The lower bound: the same questions to the same submissions, in one interpreter, unwatched.

    python benchmarks/bare.py COURSE BATCH

No walls, no judging, no report: what is left is torch's import, once, and the student's own code.
"""

import sys
from pathlib import Path

from small import SLUG

from harness import ask
from harness.plan import seed_of, sheet


def main(root: Path, batch: Path) -> None:
    """Ask every submission everything, and forget the answers."""
    course = ask.find(root)
    assignment = ask.read(course, SLUG)
    drives = ask.drives(assignment)
    jobs = sheet(assignment, ask.oracles(assignment, course), seed_of(b"bare", SLUG, ""))
    for file in sorted(batch.glob("*.py")):
        names: dict[str, object] = {"__name__": "submission"}
        exec(compile(file.read_bytes(), file, "exec"), names)  # noqa: S102  # our own
        for job in jobs:
            drives[job.exercise](names[job.exercise], **job.arguments)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
