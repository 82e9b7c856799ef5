"""The slices that the harness carries, so that everything runs with no network at all."""

from dataclasses import replace
from importlib.resources import as_file, files

from harness.data.arrays import Arrays
from harness.data.copies import Copy, read
from harness.data.known import Known


def carried(known: Known) -> Arrays | None:
    """The slice of a set, verified, if there is one."""
    if known.slice is None:
        return None
    small = replace(
        known, train=known.slice.train, test=known.slice.test, digest=known.slice.digest
    )
    with as_file(files("harness.data.slices") / f"{known.name}.npz") as file:
        return read(small, Copy(file))[0]
