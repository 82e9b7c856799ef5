"""What can be wrong with a copy of a set, in words that say what to do next."""

import errno
from pathlib import Path

from harness.model import UsageError


class Spoilt(UsageError):  # noqa: N818  # it is a copy that is spoilt; nothing erred
    """A copy is there and is not what it should be."""


class OtherSet(Spoilt):
    """A copy is whole, but of another set."""


def spoilt(where: object, what: str, *, expected: object = None, got: object = None) -> Spoilt:
    """A sentence about a copy, with what was expected and what was there instead."""
    seen = "" if expected is None else f" Expected {expected}, got {got}."
    return Spoilt(f"{where}: {what}.{seen} Delete this copy or put a good one in its place.")


def cannot_write(path: Path, error: OSError) -> UsageError:
    """Why nothing can be stored in a folder, and what to do about it."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return UsageError(
            f"{path}: no space left to store the data set ({error.strerror}). Make room there, or "
            "set $HARNESS_DATA to a folder on a larger disk, and run the same command again."
        )
    return UsageError(
        f"{path}: cannot be written ({error.strerror or error}). Set $HARNESS_DATA to a folder "
        "that you may write to; or, where the folder is shared, ask its owner to run "
        "`harness data fetch`."
    )
