"""A set by name: verified bytes, or an error that says what to put where."""

from pathlib import Path

import numpy as np

from harness.data import text as texts
from harness.data.arrays import Arrays
from harness.data.cache import advice, keep, obtain
from harness.data.carried import carried
from harness.data.copies import Copy, copies, read
from harness.data.download import Tell
from harness.data.known import Known
from harness.data.made import Made
from harness.data.places import home, places
from harness.data.sets import find
from harness.data.trouble import OtherSet
from harness.model import Dataset, Message, UsageError


def quiet(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def part(name: str) -> Dataset:
    """The slice of that name that the harness carries, whatever else is here; or what is made."""
    known = find(name)
    if isinstance(known, texts.Text):
        return texts.load(known, whole=False)
    return _made(known) if isinstance(known, Made) else _slice(known)


def load(
    name: str, *, offline: bool = True, root: Path | None = None, tell: Tell = quiet
) -> Dataset:
    """The set of that name: the first good copy, else (unless `offline`) fetched, else the slice.

    If `root` is given, a copy there or nothing. Raises UsageError for a copy that is broken where
    there is no good one, and for a set that is not here; Fault if it had to come from a mirror and
    none gave it.
    """
    known = find(name)
    if isinstance(known, texts.Text):
        return texts.load(known, root)
    if isinstance(known, Made):
        return _made(known, root)
    try:
        found = _found(known, root)
    except UsageError:
        if offline or root:
            raise
        found = None
    if found:
        arrays, copy, layout = found
        return _dataset(known, arrays, f"{copy.path} ({layout})")
    return _slice(known) if offline else fetch(name, tell=tell)


def fetch(
    name: str, *, root: Path | None = None, mirror: str | None = None, tell: Tell = quiet
) -> Dataset:
    """The set, kept in the cache from now on: from a copy that is here, else from a mirror.

    If `root` is given, from a copy there or not at all. `mirror` is the address of a folder with
    the published files that is asked before the mirrors that are known.
    """
    known, there = find(name), places(root)
    if isinstance(known, texts.Text):
        return texts.load(known, root)
    if isinstance(known, Made):
        return _made(known, root)
    if found := _found(known, root) if root else None:
        file = keep(known, home(), lambda _work: found[0], tell)
    else:
        file = keep(known, home(), lambda work: obtain(known, there, work, tell, mirror), tell)
    arrays, layout = read(known, Copy(file))
    return _dataset(known, arrays, f"{file} ({layout})")


def told(dataset: Dataset) -> Message:
    """What was used, as a sentence to show and to store with a grade."""
    return Message(
        id="data.slice" if dataset.slice else "data.full",
        params={
            "name": find(dataset.name).title,
            "train": len(dataset.y_train),
            "test": len(dataset.y_test),
            "digest": dataset.digest[:12],
        },
    )


def _found(known: Known, root: Path | None) -> tuple[Arrays, Copy, str] | None:
    """The first good copy and its layout. Raises if all are broken, or `root` holds none."""
    broken: list[UsageError] = []
    for copy in (copy for place in places(root) for copy in copies(known, place)):
        try:
            arrays, layout = read(known, copy)
        except OtherSet as error:
            broken += [error] if root else []  # the files of MNIST and Fashion-MNIST share names
        except UsageError as error:
            broken.append(error)
        else:
            return arrays, copy, layout
    if broken:
        raise broken[0]
    if root:
        files = ", ".join((f"{known.name}.npz", *known.archives))
        raise UsageError(
            f"{root}: there is no {known.title} in it. Looked for {files} and the published files, "
            f"there and in {', '.join(folder for folder in known.folders if folder)}."
        )
    return None


def _made(known: Made, root: Path | None = None) -> Dataset:
    if root:
        raise UsageError(
            f"{root}: {known.title} is in no place: the harness makes it, and it is always here."
        )
    x_train, y_train, x_test, y_test = _fields(known.arrays())
    return Dataset(
        name=known.name,
        x_train=x_train,
        y_train=y_train,
        x_test=x_test,
        y_test=y_test,
        source="made by the harness",
        digest=known.digest,
        slice=False,
        classes=known.classes,
    )


def _slice(known: Known) -> Dataset:
    arrays = carried(known)
    if arrays is None or known.slice is None:
        raise UsageError(
            f"{known.title} is not here, and it is not among the slices that the harness carries. "
            f"Run `harness data fetch {known.name}`. {advice(known, home())}"
        )
    return _dataset(known, arrays, "the slice that the harness carries", digest=known.slice.digest)


def _dataset(known: Known, arrays: Arrays, source: str, digest: str | None = None) -> Dataset:
    x_train, y_train, x_test, y_test = _fields(arrays)
    return Dataset(
        name=known.name,
        x_train=x_train,
        y_train=y_train,
        x_test=x_test,
        y_test=y_test,
        source=source,
        digest=digest or known.digest,
        slice=digest is not None,
    )


def _fields(arrays: Arrays) -> list[np.ndarray]:
    """Labels as whole numbers to compute with; nothing can be written to."""
    fields = [array.astype(np.int64) if key[0] == "y" else array for key, array in arrays]
    for array in fields:
        array.setflags(write=False)
    return fields
