"""One submission from its place on the disk: gather, choose, make readable, digest."""

from collections.abc import Callable, Collection
from dataclasses import replace

from harness.intake import digest, essence, notebook, text
from harness.intake.bounds import BOUNDS, Bounds
from harness.intake.choose import choose
from harness.intake.finding import UnreadableError, refusal, shown
from harness.intake.gather import Work
from harness.intake.place import gathered
from harness.intake.source import Source
from harness.model import Finding, Submission


def read(
    source: Source, slug: str, *, bounds: Bounds = BOUNDS, starters: Collection[bytes] = ()
) -> Submission:
    """The submission as bytes. Never raises for what a student handed in: findings say it.

    A lone file may have any name and becomes `<slug>.py` or `<slug>.ipynb`, so that two students
    with the same work have the same digest and no report can show the other's name. `starters`
    are the files that were handed out: an untouched one yields to a file that was worked on.
    Raises Fault where the disk fails.
    """
    work = then(Work(), lambda _: gathered(source.path, slug, bounds))
    work = then(work, lambda found: chosen(found, slug, starters, bounds))
    return submission(source, then(work, lambda found: readable(found, bounds)))


def then(work: Work, step: Callable[[Work], Work]) -> Work:
    """The next step, unless there is nothing left to do it with."""
    if work.blocked:
        return work
    try:
        return step(work)
    except UnreadableError as stop:
        return replace(work, main=None, findings=(*work.findings, stop.finding))


def chosen(work: Work, slug: str, starters: Collection[bytes], bounds: Bounds) -> Work:
    """The work with its main file, which a lone file is already."""
    if work.main is not None:
        return work
    known = frozenset(essence.of(data, bounds) for data in starters)
    return choose(work, slug, lambda data: essence.of(data, bounds) in known)


def readable(work: Work, bounds: Bounds) -> Work:
    """Every module as Python reads it, and the main notebook as nbformat 4.

    What cannot be read of a helper is told but stops nothing: it may never be imported.
    """
    files, notes = dict(work.files), list(work.findings)
    for path, data in work.files.items():
        is_main = path == work.main
        try:
            if is_main and path.endswith(".ipynb"):
                files[path], found = notebook.notebook(data, shown(path), bounds)
            elif path.lower().endswith(".py") and (is_main or data.strip()):
                files[path], found = _module(data, path, bounds)
            else:
                continue
        except UnreadableError as stop:
            if is_main:
                return replace(work, main=None, findings=(*notes, stop.finding))
            found = (replace(stop.finding, kind="warning", costs=False, blocking=False),)
        notes.extend(found)
    return replace(work, files=files, findings=tuple(notes))


def submission(source: Source, work: Work) -> Submission:
    """The finished noun."""
    return Submission(
        name=source.name,
        label=source.label,
        files=work.files,
        main=work.main,
        digest=digest.digest(work),
        findings=work.findings,
    )


def _module(data: bytes, path: str, bounds: Bounds) -> tuple[bytes, tuple[Finding, ...]]:
    limit = bounds.source_bytes
    if len(data) > limit:
        mib, limit_mib = -(-len(data) >> 20), -(-limit >> 20)
        raise refusal("intake.large", name=shown(path), mib=mib, limit_mib=limit_mib)
    return text.module(data, shown(path))
