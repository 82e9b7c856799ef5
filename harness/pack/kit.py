"""A kit as files: what a student may have of a course, for one assignment."""

from collections.abc import Iterator
from pathlib import Path

import harness
from harness import ask
from harness.model import Assignment, CourseError
from harness.pack.questions import questions
from harness.pack.toml import assignment_toml


Files = dict[str, bytes]
"""By relative path with `/`."""
_SHOWN = ("*.toml", "*.j2", "*.css", "*.js", "explain/*.md", "locale/*/LC_MESSAGES/*.po")
"""Of `reports/`: words and looks; samples are for those who write templates."""


def kit(course: ask.Course, slug: str) -> Files:
    """The files of a kit: the questions that everybody may see, and how a check is told."""
    if course.is_kit:
        raise CourseError(f"{course.root} is a kit itself; pack from the course.")
    assignment = ask.read(course, slug)
    folder = f"assignments/{slug}"
    files = {
        ask.MARKER: _marker(assignment).encode(),
        f"{folder}/assignment.toml": assignment_toml(
            assignment, ask.oracles(assignment, course)
        ).encode(),
        f"{folder}/drive.py": assignment.drive,
        f"{folder}/{ask.QUESTIONS}": questions(assignment, course),
    }
    files |= {f"{folder}/{name}": data for name, data in handed_out(assignment).items()}
    files |= {f"reports/{name}": data for name, data in _reports(course)}
    return files


def handed_out(assignment: Assignment) -> Files:
    """Handouts and starters, as the assignment's folder has them."""
    folder = assignment.folder
    found = [
        *folder.glob("handout*.md"),
        *folder.glob("handout/**/*"),
        *folder.glob("starter/**/*"),
    ]
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(found)
        if file.is_file() and "__pycache__" not in file.parts and file.name[0] != "."
    }


def starters(assignment: Assignment) -> Files:
    """What students begin with, where they will work on it."""
    return {
        name.removeprefix("starter/"): data
        for name, data in handed_out(assignment).items()
        if name.startswith("starter/")
    }


def _reports(course: ask.Course) -> Iterator[tuple[str, bytes]]:
    for pattern in _SHOWN:
        for file in sorted(course.reports.glob(pattern)):
            yield file.relative_to(course.reports).as_posix(), file.read_bytes()


def _marker(assignment: Assignment) -> str:
    return (
        "# The public questions of one assignment, to check your own work with:\n"
        f"#     harness check {assignment.slug}\n"
        f"#     pytest\n"
        'schema = "harness/kit/v1"\n'
        f'assignment = "{assignment.slug}"\n'
        f'harness = "{harness.__version__}"\n'
    )


def filled(template: str, **words: str) -> bytes:
    """A text that bundles are made of, with words where it has `@key@`."""
    text = (Path(__file__).parent / "templates" / template).read_text(encoding="utf-8")
    for key, value in words.items():
        text = text.replace(f"@{key}@", value)
    return text.encode()
