"""The graders of this process: made once an assignment, renewed when the course's files change."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

from harness import ask
from harness.grade import Grader, Recipe
from harness.live.wrong import CheckError
from harness.model import Sandbox


_TRUTH = "reference"
Mark = tuple[object, ...]


@dataclass(slots=True)
class Desk:
    """What is kept from one check to the next."""

    modules: dict[str, ModuleType] = field(default_factory=dict)
    """The course's oracles, which are nobody's to import between two checks."""
    marks: dict[str, Mark] = field(default_factory=dict)
    """Of the files that were read, by what they are for."""
    graders: dict[Recipe, Grader] = field(default_factory=dict)
    busy: bool = False

    @contextmanager
    def sitting(self, course: ask.Course, slug: str) -> Iterator[None]:
        """Meanwhile `reference` is the course's; before and after it is whatever it was."""
        if self.busy:
            raise CheckError("check() was called while another check was running: call it alone.")
        self._renew(course, slug)
        self.busy, theirs = True, _taken()
        sys.modules.update(self.modules)
        try:
            yield
        finally:
            self.modules = _taken()
            sys.modules.update(theirs)
            self.busy = False

    def grader(self, recipe: Recipe, box: Sandbox) -> Grader:
        """Somebody who can grade what is in the box; what our own code answers is kept."""
        key = replace(recipe, language="en")
        if key not in self.graders:
            self.graders[key] = recipe.grader(box)
        self.graders[key].sandbox = box
        return self.graders[key]

    def _renew(self, course: ask.Course, slug: str) -> None:
        truth: Mark = (course.root, *_files(course.reference, "**/*.py"))
        if self.marks.get(_TRUTH) != truth:
            self.modules.clear()
            self.graders.clear()
            self.marks = {_TRUTH: truth}
        asked: Mark = _files(course.folder(slug), "*.*")
        if self.marks.get(f"{slug}/") != asked:
            self.graders = {key: one for key, one in self.graders.items() if key.slug != slug}
            self.marks[f"{slug}/"] = asked


def _taken() -> dict[str, ModuleType]:
    """Take `reference` and all in it out of the modules of this process."""
    names = [name for name in sys.modules if name.partition(".")[0] == _TRUTH]
    return {name: sys.modules.pop(name) for name in names}


def _files(folder: Path, pattern: str) -> Mark:
    """Files with when they were changed and how long they are: another tuple, other files."""
    stats = [(str(one), one.stat()) for one in sorted(folder.glob(pattern))]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
