"""Where a submission lies, seen from its repository, and what the surroundings of a run say."""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from harness.report.formats.seen import Place


if TYPE_CHECKING:
    from harness.model import Submission

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
_ABOUT = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}
"""What Classroom 50's runner says of itself."""


def place(path: Path | None, submission: "Submission", names: Iterable[str]) -> Place:
    """The main file by the path that annotations need, and the lines where names are defined."""
    main = submission.main or submission.label
    source = submission.files.get(submission.main or "", b"")
    found = Path(submission.label) if path is None else path
    if found.is_dir():
        found /= main
    is_module = main.endswith(".py")
    return Place(
        file=within(found),
        main=main,
        files=frozenset(submission.files),
        lines=lines(source, names) if is_module else {},
    )


def within(path: Path) -> str:
    """The path as the repository has it; its name alone, if it lies elsewhere."""
    full = Path(os.path.abspath(path))  # noqa: PTH100  # a link is what its repository calls it
    root = next((Path(value) for key in _ROOTS if (value := os.environ.get(key))), None)
    root = root or _top(full) or Path.cwd()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else full.name


def lines(source: bytes, names: Iterable[str]) -> Mapping[str, int]:
    """Where each name is defined at the left margin, by its last definition. Nothing is run."""
    found: dict[str, int] = {}
    wanted = frozenset(names)
    pattern = re.compile(r"^(?:(?:async\s+)?def\s+|class\s+)?(\w+)\s*(?=[(:=])")
    for number, line in enumerate(source.decode("utf-8", "replace").splitlines(), 1):
        if (hit := pattern.match(line)) and hit[1] in wanted:
            found[hit[1]] = number
    return found


def about() -> Mapping[str, str]:
    """The moment, and what a classroom's runner tells."""
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"moment": moment, **{key: os.environ.get(name, "") for key, name in _ABOUT.items()}}


def _top(path: Path) -> Path | None:
    """The checkout that a file lies in."""
    return next((folder for folder in path.parents if (folder / ".git").exists()), None)
