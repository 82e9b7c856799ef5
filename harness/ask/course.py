"""A course is a folder with `assignments`, `reference` and `reports`; a kit has no `reference`."""

import importlib.util
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType

from harness.model import CourseError, UsageError, meant


FOLDERS = ("assignments", "reference", "reports")
MARKER = "harness-kit.toml"
"""Stands in the folder of a kit: what a student may have of a course, without what is true."""
QUESTIONS = "questions.kit"
"""Stands beside a kit's assignment.toml: the public questions, with their answers as data."""


@dataclass(frozen=True)
class Course:
    """Where a course lives. Nothing is read before it is asked for."""

    root: Path

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """The assignments, by name."""
        return tuple(sorted(p.parent.name for p in self.assignments.glob("*/assignment.toml")))

    @property
    def is_kit(self) -> bool:
        """Whether this is what students receive: public questions whose answers are data."""
        return (self.root / MARKER).is_file()

    @property
    def assignments(self) -> Path:
        """What is asked: one folder an assignment."""
        return self.root / "assignments"

    @property
    def reference(self) -> Path:
        """What is true: one module a topic."""
        return self.root / "reference"

    @property
    def reports(self) -> Path:
        """How it is told: templates, style, catalogs."""
        return self.root / "reports"

    def folder(self, slug: str) -> Path:
        """The folder of an assignment, or an error that names the ones that exist."""
        if slug not in self.slugs:
            hint = meant(slug, self.slugs)
            raise UsageError(f'There is no assignment "{slug}" in {self.assignments}. {hint}')
        return self.assignments / slug

    def oracle(self, name: str) -> ModuleType:
        """The module `reference.<topic>` of this course."""
        if self.is_kit:
            raise UsageError(f"{self.root} is a kit: it holds no oracles. The course has them.")
        self._own_the_name()
        try:
            return import_module(name)
        except ModuleNotFoundError as error:
            topics = sorted(p.stem for p in self.reference.glob("*.py"))
            near = get_close_matches(name.rpartition(".")[2], topics, n=1)
            hint = f' Did you mean "reference.{near[0]}"?' if near else ""
            raise CourseError(f"{self.reference}: cannot import {name}: {error}.{hint}") from error

    def sources(self, names: Iterable[str]) -> Mapping[str, bytes]:
        """The source of modules like `reference.recipes.mlp`, and of what they import of here."""
        found: dict[str, bytes] = {}
        waiting = list(names)
        while waiting:
            if (name := waiting.pop()) not in found:
                file = self.root.joinpath(*name.split(".")).with_suffix(".py")
                try:
                    found[name] = file.read_bytes()
                except OSError as error:
                    raise CourseError(f"{file}: cannot be read: {error.strerror}.") from error
                text = found[name].decode(errors="replace")
                waiting += re.findall(r"^from (reference\.[\w.]+) import", text, re.MULTILINE)
        return found

    def _own_the_name(self) -> None:
        """Make `reference` mean this course's folder, wherever else such a package may stand."""
        found = sys.modules.get("reference")
        init = self.reference / "__init__.py"
        if found is None:
            spec = importlib.util.spec_from_file_location(
                "reference", init, submodule_search_locations=[str(self.reference)]
            )
            if spec is None or spec.loader is None or not init.exists():
                raise CourseError(
                    f"{init} does not exist: a course's reference folder is a package."
                )
            sys.modules["reference"] = module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
        elif Path(str(found.__file__)).resolve() != init.resolve():
            raise CourseError(
                f"One process grades one course: `reference` is already {found.__file__}, "
                f"so {init} cannot be read as well."
            )


def find(root: Path | None, *, kits: bool = False) -> Course:
    """The course in `root`; without one the checkout's, else the one inside the wheel.

    With `kits` the kit around the current folder comes first. Only a student's own check looks for
    one: whoever grades must not be handed a course by the folder that is graded.
    """
    if root is None and kits and (kit := _around(Path.cwd())) is not None:
        return kit
    package = Path(__file__).resolve().parent.parent
    candidates = [root.resolve()] if root else [package.parent, package / "course"]
    for candidate in candidates:
        course = Course(candidate)
        needed = [one for one in FOLDERS if one != "reference" or not course.is_kit]
        if all((candidate / folder).is_dir() for folder in needed):
            return course
    absent = [folder for folder in FOLDERS if not (candidates[0] / folder).is_dir()]
    raise UsageError(
        f"{candidates[0]} is no course: it has no folder {' and no folder '.join(absent)}. "
        f"A course holds {', '.join(FOLDERS)}."
    )


def _around(folder: Path) -> Course | None:
    """The kit that the folder belongs to."""
    found = (Course(one) for one in (folder, *folder.parents) if (one / MARKER).is_file())
    return next((course for course in found if course.assignments.is_dir()), None)
