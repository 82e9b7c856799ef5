"""`harness data`: which data sets are here, where, and whether they are what they say."""

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.data import Copy, Text
    from harness.data.known import Known


_NOTHING_TO_FETCH = "made by the harness: always here, nothing to fetch"


def _root() -> "Callable[..., Any]":
    return click.option(
        "--root",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="Look only there: a folder, an .npz or a tar archive.",
    )


@click.group("data")
def command() -> None:
    """Say which data sets are here; fetch and verify them.

    A set is looked for in $HARNESS_DATA, the cache, and ./data, in any usual layout: torchvision's
    or Keras's folders, IDX files, CIFAR archives, .npz. It is known by the digest of its images.
    Some sets are made by the harness: there is nothing to fetch.
    """


@command.command("list")
@_root()
def list_(root: Path | None) -> int:
    """List the sets, each with its first good copy or the reason why there is none."""
    from harness.data import MADE, SETS, TEXTS

    for known in SETS.values():
        click.echo(f"{known.name:<14} {_counts(known.train, known.test)}  {known.title}")
        good = False
        for copy, layout, trouble in _checked(known, root):
            good = good or layout is not None
            click.echo(_line(copy, layout, trouble))
        if not good:
            click.echo(f"    {_instead(known)}")
    for made in () if root else MADE.values():
        click.echo(f"{made.name:<14} {_counts(made.train, made.test)}  {made.title}")
        click.echo(f"    {_NOTHING_TO_FETCH}")
    for written in TEXTS.values():
        click.echo(f"{written.name:<14} {_characters(written)}  {written.title}")
        _copies_of(written, root)
    return 0


@command.command("fetch")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Copy from there rather than from a mirror: a folder, an .npz or a tar archive.",
)
@click.option("--mirror", metavar="URL", help="Ask this folder of a web server first.")
def fetch(names: tuple[str, ...], root: Path | None, mirror: str | None) -> int:
    """Bring sets into the cache: from a copy that is here, else from a mirror.

    A broken download goes on where it stopped. Many may fetch at once: one does, the others wait.
    """
    from harness import data
    from harness.data import text

    for name in names:
        if isinstance(known := data.find(name), data.Made):
            click.echo(f"{known.name}: {_NOTHING_TO_FETCH}")
            continue
        if isinstance(known, data.Text):
            got = data.fetch(name, root=root)
            click.echo(f"{known.name}: {got.source}")
            click.echo(f"    {text.advice(known)}" if got.slice else "    verified")
            continue
        with _telling() as tell:
            got = data.fetch(name, root=root, mirror=mirror, tell=tell)
        counts = _counts(len(got.y_train), len(got.y_test))
        click.echo(f"{got.name}: {counts} images, verified, in {got.source}")
    return 0


@command.command("verify")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@_root()
def verify(names: tuple[str, ...], root: Path | None) -> int:
    """Read every copy that is here, to the last byte, and compare its digest."""
    from harness import data
    from harness.model import UsageError

    failures = 0
    every: list[Known | data.Made | data.Text] = [
        *data.SETS.values(),
        *data.MADE.values(),
        *data.TEXTS.values(),
    ]
    for known in [data.find(name) for name in names] or every:
        click.echo(f"{known.name:<14} {known.digest}")
        if isinstance(known, data.Made):
            known.arrays()
            counts = _counts(known.train, known.test)
            click.echo(f"    yes  {counts}  {_NOTHING_TO_FETCH}")
            continue
        if isinstance(known, data.Text):
            failures += _copies_of(known, root)
            continue
        seen = 0
        for copy, layout, trouble in _checked(known, root):
            seen += 1
            failures += layout is None
            click.echo(_line(copy, layout, trouble))
        if known.slice and not root:
            seen += 1
            data.carried(known)
            counts = _counts(known.slice.train, known.slice.test)
            click.echo(f"    yes  {counts}  the slice that the harness carries")
        if not seen and root and names:
            raise UsageError(f"{root}: there is no {known.title} in it.")
        if not seen:
            click.echo(f"    {_instead(known)}")
    return 1 if failures else 0


@command.command("where")
@click.argument("name", required=False)
@_root()
def where(name: str | None, root: Path | None) -> int:
    """Print the path of the copy of NAME that is used; without NAME, the places looked in."""
    from harness import data

    if name is None:
        for place in data.places(root):
            there = "" if place.exists() else "  (not there yet)"
            new = "  ← new copies go here" if place == data.home() else ""
            click.echo(f"{place.absolute()}{there}{new}")
        return 0
    known = data.find(name)
    if isinstance(known, data.Text):
        found = data.load(name, root=root)
        click.echo(found.source, err=found.slice)
        return int(found.slice)
    if isinstance(known, data.Made):
        click.echo(f"{known.name}: {_NOTHING_TO_FETCH}, so it has no path", err=True)
        return 1
    for copy, layout, _ in _checked(known, root):
        if layout is not None:
            click.echo(copy.path.absolute())
            return 0
    click.echo(f"{known.name}: {_instead(known)}", err=True)
    return 1


def _checked(known: "Known", root: Path | None) -> "Iterator[tuple[Copy, str | None, str | None]]":
    """Each copy with its layout, or with what is wrong; copies of other sets are passed over."""
    from harness import data
    from harness.model import UsageError

    for place in data.places(root):
        for copy in data.copies(known, place):
            try:
                yield copy, data.read(known, copy)[1], None
            except data.OtherSet as error:
                if root:
                    yield copy, None, str(error)
            except UsageError as error:
                yield copy, None, str(error)


def _line(copy: "Copy", layout: str | None, trouble: str | None) -> str:
    if trouble is not None:
        return f"    no   {trouble}"
    return f"    yes  {copy.size / 1e6:.1f} MB  {copy.path.absolute()}  ({layout}, verified)"


def _instead(known: "Known") -> str:
    get = f"`harness data fetch {known.name}` gets the whole set"
    if known.slice is None:
        return f"no good copy here; {get}"
    counts = _counts(known.slice.train, known.slice.test)
    return f"no good copy here: a slice of {counts} is used, not for final grades; {get}"


def _counts(train: int, test: int) -> str:
    return f"{train:,} + {test:,}"


@contextmanager
def _telling() -> "Iterator[Callable[[str, int, int], None]]":
    """A bar in a terminal, a line a file anywhere else; both on the error stream."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None if 0 < done < total else _say(what, done, total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, TransferSpeedColumn(), console=Console(stderr=True)) as bar:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int) -> None:
            if not total:
                bar.console.print(what, markup=False, highlight=False)
                return
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=total)

        yield tell


def _say(what: str, done: int, total: int) -> None:
    amount = f": {done / 1e6:.1f} of {total / 1e6:.1f} MB" if total else ""
    click.echo(f"{what}{amount}", err=True)


def _characters(text: "Text") -> str:
    return f"{text.length:,} characters"


def _copies_of(text: "Text", root: Path | None) -> int:
    """Says what is here of a text; how many copies are broken."""
    from harness.data import text as texts

    broken = 0
    found = texts.copies(text, root)
    for file in found:
        trouble = texts.trouble(text, file)
        broken += trouble is not None
        click.echo(f"    no   {file}: {trouble}" if trouble else f"    yes  {file}")
    if text.instead is None:
        texts.carried(text)
        click.echo(f"    yes  {_characters(text)}  the harness carries it")
    elif not broken < len(found):
        click.echo(f"    {texts.advice(text)}")
    return broken
