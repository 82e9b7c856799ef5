"""Where in a checkout the work on each assignment lies, and what a change has touched of it."""

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from harness.intake.junk import is_junk


_SUFFIXES = (".py", ".ipynb")
_DEPTH, _ENTRIES = 8, 50_000
"""Of a checkout that is looked through; what lies deeper is not work on an assignment."""
_NOT_WORK = frozenset({"assignment.toml", "pyvenv.cfg"})
"""What only a course's own folder holds, or a virtual environment."""


class Work(NamedTuple):
    """One submission in a checkout."""

    slug: str
    path: Path
    """A module or a notebook, or a folder that is called after the assignment."""


def touched(found: Collection[Work], changed: Collection[Path]) -> list[Work]:
    """Those to which one of the changed files belongs."""
    theirs = {work.path for work in found}
    return [work for work in found if any(_belongs(one, work, theirs) for one in changed)]


def _belongs(file: Path, work: Work, theirs: Collection[Path]) -> bool:
    """A file of its folder; the file itself; a module beside it that is nobody else's work."""
    if work.path.is_dir():
        return file.is_relative_to(work.path)
    helper = file.parent == work.path.parent and file.suffix == ".py" and file not in theirs
    return file == work.path or helper


def works(root: Path, slugs: Iterable[str]) -> list[Work]:
    """All work on these assignments below a folder, in the order of their paths.

    A folder called after the assignment is handed in as a whole; anywhere else it is the module or,
    if there is none, the notebook of that name.
    """
    known = {slug.casefold(): slug for slug in slugs}
    found: dict[tuple[str, Path], Work] = {}
    for folder, names in _folders(root.resolve()):
        code = sorted(
            (n for n in names if Path(n).suffix.lower() in _SUFFIXES), key=_notebooks_last
        )
        own = known.get(folder.name.casefold()) if folder != root.resolve() else None
        if own and code:
            found.setdefault((own, folder), Work(own, folder))
        for name in code:
            slug = known.get(Path(name).stem.casefold())
            if slug and slug != own:
                found.setdefault((slug, folder), Work(slug, folder / name))
    return sorted(found.values(), key=lambda work: (str(work.path), work.slug))


def _notebooks_last(name: str) -> tuple[bool, str]:
    return name.lower().endswith(".ipynb"), name


def _folders(root: Path) -> Iterator[tuple[Path, list[str]]]:
    """Folders with their files; no link is followed, and no tree is endless."""
    seen = 0
    for place, folders, names in os.walk(root):
        folder = Path(place)
        seen += len(folders) + len(names)
        if _NOT_WORK & set(names) or len(folder.relative_to(root).parts) >= _DEPTH:
            folders.clear()
        folders[:] = sorted(name for name in folders if not is_junk(name))
        if not _NOT_WORK & set(names):
            yield folder, [n for n in names if not is_junk(n) and not (folder / n).is_symlink()]
        if seen > _ENTRIES:
            return
