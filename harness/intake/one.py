"""The submission of somebody who checks their own work."""

import difflib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from harness.intake import essence, kinds, names
from harness.intake.beside import helpers
from harness.intake.bounds import BOUNDS, Bounds
from harness.intake.finding import UnreadableError, shown
from harness.intake.folder import content
from harness.intake.gather import Work
from harness.intake.place import gathered
from harness.intake.read import chosen, readable, submission, then
from harness.intake.source import Source, exists, printable
from harness.model import NothingToGradeError, Submission


def one(
    path: Path | None, slug: str, *, bounds: Bounds = BOUNDS, starters: Collection[bytes] = ()
) -> Submission:
    """The submission at `path` (file, zip or folder), or `<slug>.py`/`.ipynb` in this folder.

    With a lone file come the modules beside it that it imports, as if all had been handed in.
    Raises UsageError if there is no such path, NothingToGradeError if this folder has no such file.
    """
    here = Path.cwd() if path is None else path.resolve().parent
    if path is None:
        work = then(Work(), lambda _: _named(here, slug, bounds))
    else:
        exists(path)
        work = then(Work(), lambda _: gathered(path.resolve(), slug, bounds))
    alone = path is None or work.main is not None
    work = then(work, lambda found: chosen(found, slug, starters, bounds))
    if alone:
        work = then(work, lambda found: _with_helpers(found, here, bounds))
    label = printable(path.resolve().name) if path else work.main or slug
    source = Source(name=names.safe(names.stem(label)), label=label, path=path or here)
    return submission(source, then(work, lambda found: readable(found, bounds)))


def _named(here: Path, slug: str, bounds: Bounds) -> Work:
    """The files of this folder that are called after the assignment."""
    wanted = {f"{slug}.py".casefold(), f"{slug}.ipynb".casefold()}
    entries = sorted(entry.name for entry in here.iterdir())
    found = [entry for entry in entries if entry.casefold() in wanted and (here / entry).is_file()]
    if not found:
        code = [entry for entry in entries if kinds.by_name(entry)]
        near = difflib.get_close_matches(f"{slug}.py", code, n=1, cutoff=0.5)
        hint = f" Did you mean {near[0]}?" if near else ""
        msg = (
            f"{here}: there is neither {slug}.py nor {slug}.ipynb here.{hint} "
            "Go to the folder that has it, or name the file as well: harness check "
            f"{slug} FILE."
        )
        raise NothingToGradeError(msg)
    largest = bounds.notebook_bytes
    return Work(files={entry: content(here / entry, largest, shown(entry)) for entry in found})


def _with_helpers(work: Work, folder: Path, bounds: Bounds) -> Work:
    """The main file alone, and the modules beside it that it imports."""
    if work.main is None:
        return work
    try:
        code = essence.code_of(work.files[work.main], bounds)
    except UnreadableError:
        code = b""  # why it cannot be read is said, with its name, by whoever makes it readable
    beside = helpers(code, folder, work.main, bounds)
    return replace(work, files={**beside, work.main: work.files[work.main]})
