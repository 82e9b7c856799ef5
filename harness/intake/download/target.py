"""Where a batch goes: a new folder that is there whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.intake.download import manifest
from harness.intake.download.piece import Order, Reading
from harness.model import UsageError


_GIB = 1 << 30


def free(order: Order) -> None:
    """The batch's folder is new or empty, and not in the download."""
    out, path = order.output.resolve(), order.path.resolve()
    if out == path or path in out.parents:
        raise UsageError(
            f"{order.output}: lies in the download itself. Choose a folder outside of it with -o."
        )
    if (path / manifest.MANIFEST).is_file():
        raise UsageError(
            f"{order.path}: was made by `harness collect` already: it has a {manifest.MANIFEST}. "
            f"Grade it: harness grade {order.path} -a ASSIGNMENT -o OUT"
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            f"{order.output}: is not empty, and nothing in it is written over. Choose a new folder "
            "with -o; grades are found again when it is graded into the same OUT."
        )


@contextmanager
def made(output: Path) -> Iterator[Path]:
    """A folder that gets its name when everything is in it."""
    place = output.with_name(f".{output.name}.part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
    except OSError as error:
        raise UsageError(
            f"{output}: cannot be written: {error.strerror}. Choose another folder with -o."
        ) from error
    try:
        yield place
        if output.exists():
            output.rmdir()
        place.rename(output)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def room(reading: Reading, place: Path) -> None:
    """Refuse what the disk cannot hold, before it is full."""
    wanted = sum(piece.member.size for piece in reading.pieces)
    free = shutil.disk_usage(place).free
    if wanted > free:
        raise UsageError(
            f"The files have {wanted / _GIB:.1f} GiB unpacked, and there are {free / _GIB:.1f} GiB "
            "free. Choose a place with more room with -o."
        )
