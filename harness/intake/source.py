"""Finds the submissions under a path by their names alone; nothing is opened."""

import difflib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.intake import names
from harness.intake.junk import is_junk
from harness.model import NothingToGradeError, UsageError


_NO_WORK = re.compile(r"(readme|license|licence)(\..*)?|.*\.(csv|tsv|ya?ml|log)", re.IGNORECASE)
_SEVERAL = 2
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where one submission lies, before it is read."""

    name: str
    """Unique in the batch and safe as a file name."""
    label: str
    """The name as it was found."""
    path: Path


def batch(path: Path, slug: str, *, out: Path | None = None) -> tuple[Source, ...]:
    """The submissions under `path` in a stable order: thousands are cheap, none is opened.

    `path` holds one file or folder per submission, or is itself one: a file, or a folder in which
    `<slug>.py` or `<slug>.ipynb` lies (unless several folders beside it hold one too: then it is a
    batch into which somebody's file has fallen). Hidden files, what systems leave behind, READMEs,
    licences and tables (`.csv`, `.yml`, `.log`) are nobody's work; neither is `out`, where our
    own results go. Raises UsageError if there is no such path, NothingToGradeError if it is empty.
    """
    exists(path)
    if not path.is_dir() or _is_one(path, slug):
        whole = path.resolve()
        return _sources([(printable(whole.name), whole, whole.is_dir())])
    entries = _entries(path)
    found = [
        (printable(name), path / name, is_folder)
        for name, is_folder in entries
        if not is_junk(name) and not (_NO_WORK.fullmatch(name) and not is_folder)
    ]
    if out and out.resolve().parent == path.resolve():
        found = [entry for entry in found if entry[1].name != out.resolve().name]
    if not found:
        raise NothingToGradeError(_nothing(path, slug, [name for name, _ in entries]))
    return _sources(found)


def exists(path: Path) -> None:
    """Raise UsageError with what stands beside it if there is no such path."""
    try:
        if path.exists():
            return
    except OSError as error:
        msg = f"{path}: this path cannot be looked up ({error.strerror}). Check the path."
        raise UsageError(msg) from error
    if path.is_symlink():
        msg = f"{path}: this link leads nowhere. Give the path of the submissions themselves."
        raise UsageError(msg)
    parent, missing = path.parent, path.name
    while not parent.exists() and parent != parent.parent:
        parent, missing = parent.parent, parent.name
    beside = [name for name, _ in _entries(parent)] if parent.is_dir() else []
    near = difflib.get_close_matches(missing, beside, n=1)
    hint = f" Did you mean {parent / near[0]}?" if near else ""
    msg = f"{path}: there is no such file or folder ({missing!r} is not in {parent}).{hint}"
    raise UsageError(msg)


def printable(name: str) -> str:
    """A name from the disk as text: bytes that are no UTF-8 are read as GBK or shown as escapes."""
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:
        return name.encode("utf-8", "backslashreplace").decode("utf-8")
    for encoding in ("utf-8", "gbk"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def _entries(path: Path) -> list[tuple[str, bool]]:
    """Names in order, and whether each is a folder; nothing is looked up for it."""
    try:
        with os.scandir(path) as entries:
            return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError as error:
        msg = f"{path}: this folder cannot be read ({error.strerror}). Give yourself access to it."
        raise UsageError(msg) from error


def _is_one(path: Path, slug: str) -> bool:
    wanted = {f"{slug}.py".casefold(), f"{slug}.ipynb".casefold()}
    entries = _entries(path)
    if not any(name.casefold() in wanted and not is_folder for name, is_folder in entries):
        return False
    folders = [path / name for name, is_folder in entries if is_folder and not is_junk(name)]
    others = [
        folder
        for folder in folders
        if any((folder / f"{slug}{suffix}").is_file() for suffix in (".py", ".ipynb"))
    ]
    return len(others) < _SEVERAL


def _sources(found: Sequence[tuple[str, Path, bool]]) -> tuple[Source, ...]:
    labels = [label for label, _, _ in found]
    stems = [label if is_folder else names.stem(label) for label, _, is_folder in found]
    return tuple(
        Source(name=name, label=label, path=place)
        for name, (label, place, _) in zip(names.unique(labels, stems), found, strict=True)
    )


def _nothing(path: Path, slug: str, entries: Sequence[str]) -> str:
    seen = "the folder is empty"
    if entries:
        first = ", ".join(printable(entry) for entry in entries[:_SHOWN])
        seen = f"it holds only {first}{', …' if len(entries) > _SHOWN else ''}"
    return (
        f"{path}: no submissions of {slug} here; {seen}. Looked for one module (.py), notebook "
        "(.ipynb), zip or folder per submission. Put them there, or give the folder that has them."
    )
