"""What lies at a path: a folder, a zip, a module or a notebook, by its bytes before its name."""

from dataclasses import replace
from pathlib import Path

from harness.intake import kinds
from harness.intake.archive import archive
from harness.intake.bounds import Bounds
from harness.intake.finding import refusal, shown, warning
from harness.intake.folder import content, folder
from harness.intake.gather import Work
from harness.intake.source import printable


def gathered(path: Path, slug: str, bounds: Bounds) -> Work:
    """The files at `path`; of a lone file also which is `main`."""
    name = printable(path.name)
    try:
        if path.is_symlink():
            raise refusal("intake.link", name=shown(name))
        if not path.is_dir():
            return lone(content(path, bounds.archive_bytes, shown(name)), name, slug, bounds)
    except PermissionError as error:
        raise refusal("intake.permission", name=shown(name)) from error
    return _opened(folder(path, bounds), slug, bounds, zips=True)


def lone(raw: bytes, name: str, slug: str, bounds: Bounds) -> Work:
    """A single file: a zip's members, or the module or notebook under the assignment's name."""
    found_as, name = name.lower(), shown(name)
    promised, head = kinds.by_name(found_as), raw[: kinds.HEAD_BYTES]
    if not raw:
        raise refusal("intake.text.empty", file=name, size=0)
    foreign = kinds.foreign(head)
    if foreign:
        raise refusal("intake.format", name=name, format=foreign)
    kind = kinds.by_content(head) or promised
    if kind is None:
        raise refusal("intake.unknown", name=name)
    plain = found_as.endswith(kinds.SUFFIXES[kind])
    notes = () if plain else (warning(f"intake.suffix.{kind}", name=name),)
    if kind != "zip":
        main = f"{slug}{kinds.SUFFIXES[kind]}"
        return Work(files={main: raw}, main=main, findings=notes)
    if kinds.by_content(head) != "zip":
        raise refusal("intake.zip.other", name=name)
    work = _opened(archive(raw, name, bounds), slug, bounds, zips=False)
    return replace(work, findings=(*notes, *work.findings))


def _opened(work: Work, slug: str, bounds: Bounds, *, zips: bool) -> Work:
    """What was handed in, where a learning platform has put it into a folder.

    That is the one zip or the one file there, if nothing has the suffix of code. A zip within a
    zip stays closed.
    """
    names = tuple(work.files)
    if work.blocked or any(name.lower().endswith((".py", ".ipynb")) for name in names):
        return work
    packed = [name for name in names if kinds.by_content(work.files[name]) == "zip"]
    chosen = packed if zips and len(packed) == 1 else names
    if len(chosen) != 1 or (packed and not zips):
        return work
    inner = lone(work.files[chosen[0]], chosen[0], slug, bounds)
    return replace(inner, findings=(*work.findings, *inner.findings))
