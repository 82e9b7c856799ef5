"""An autograder for Gradescope: a zip whose root holds what the platform looks for.

It is the teacher's: the course with its oracles and hidden questions is in it, for root alone.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import harness
from harness import ask
from harness.grade import secret_of
from harness.model import Assignment, CourseError, Language, UsageError
from harness.pack.kit import Files, filled
from harness.pack.results import unfinished


SECONDS = 540
"""Less than the ten minutes that Gradescope gives unless somebody asks for more."""
_LEFT_OUT = ("solutions", "__pycache__", "samples")
_TORCH = b"import torch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How submissions will be graded there."""

    isolation: str
    """What `--require-isolation` asks for; where there is less, nothing is graded."""
    language: Language
    wheel: Path | None = None
    """The harness itself, where it shall not come from the package index."""
    seconds: int = SECONDS


def gradescope(course: ask.Course, slug: str, wanted: Settings) -> Files:
    """The files of the zip."""
    if course.is_kit:
        raise CourseError(f"{course.root} is a kit: it cannot grade. Pack from the course.")
    assignment = ask.read(course, slug)
    ask.oracles(assignment, course)  # what cannot be loaded here cannot be graded there
    settings = (
        f'assignment = "{slug}"\n'
        f'isolation = "{wanted.isolation}"   # as --require-isolation: less is refused\n'
        f'language = "{wanted.language}"\n'
    )
    files = {
        "setup.sh": filled("setup.sh", version=harness.__version__),
        "run_autograder": filled("run_autograder", seconds=str(wanted.seconds)),
        "autograder.toml": settings.encode(),
        "pending.json": unfinished().encode(),
        "requirements.txt": b"torch>=2.4\n" if needs_torch(assignment) else b"",
        "secret": _secret(slug),
    }
    if wanted.wheel is not None:
        files[f"wheels/{wanted.wheel.name}"] = _wheel(wanted.wheel)
    return files | {f"course/{name}": data for name, data in _course(course, slug)}


def needs_torch(assignment: Assignment) -> bool:
    """Whether what is asked cannot be answered without PyTorch."""
    return _TORCH in assignment.drive


def _secret(slug: str) -> bytes:
    """Of this bundle alone: whoever gets hold of it knows nothing of other assignments."""
    return hmac.new(secret_of(None), f"gradescope\0{slug}".encode(), hashlib.sha256).digest()


def _course(course: ask.Course, slug: str) -> Iterator[tuple[str, bytes]]:
    """One assignment with what is true about it; solutions stay at home."""
    for folder in (course.assignments / slug, course.reference, course.reports):
        for file in sorted(folder.rglob("*")):
            inner = file.relative_to(course.root)
            hidden = any(part in _LEFT_OUT or part[0] == "." for part in inner.parts)
            if file.is_file() and not hidden:
                yield inner.as_posix(), file.read_bytes()


def _wheel(file: Path) -> bytes:
    if file.suffix != ".whl":
        raise UsageError(
            f"--wheel {file}: this is no wheel. Make one with: python -m build --wheel"
        )
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"--wheel {file}: cannot be read: {error.strerror}.") from error
