"""Which platform wrote a download: the first layout that nearly everything fits."""

from collections.abc import Callable, Mapping

from harness.intake.download import platforms, trees
from harness.intake.download.entries import Download
from harness.intake.download.piece import Kind, Order, Reading
from harness.model import NothingToGradeError, UsageError


ENOUGH = 0.9
_FLAT = ("canvas", "moodle", "gradescope")
_SOME = 0.1
"""Where this much looks like one of them, the rest are no folders of somebody's own."""
_SHOWN = 5


def read(download: Download, order: Order) -> Reading:
    """The download in the layout that was asked for, or in the one that fits.

    Raises UsageError where less than 90 per cent of the files fit and nobody said what it is.
    """
    layouts = _layouts(download, order)
    if order.kind is not None:
        return layouts[order.kind]()
    if not download.members:
        raise NothingToGradeError(
            f"{order.path}: there is no file in it that could be handed in. Download it again."
        )
    best: Reading | None = None
    for kind, layout in layouts.items():
        reading = layout()
        if kind == "folders" and best and best.kind in _FLAT and best.share > _SOME:
            break
        if best is None or reading.share > best.share:
            best = reading
        if reading.share >= ENOUGH:
            return reading
    assert best is not None
    raise UsageError(_doubt(best, order))


def _layouts(download: Download, order: Order) -> Mapping[Kind, Callable[[], Reading]]:
    """From the one with the surest signs to the one that nearly everything fits."""
    members = download.members
    return {
        "nbgrader": lambda: trees.nbgrader(members, order.of, sure=order.kind == "nbgrader"),
        "gradescope": lambda: platforms.gradescope(members),
        "moodle": lambda: platforms.moodle(members),
        "canvas": lambda: platforms.canvas(members),
        "git": lambda: trees.git(members, download.repositories, download.name),
        "folders": lambda: trees.folders(members),
    }


def _doubt(best: Reading, order: Order) -> str:
    total = len(best.pieces) + len(best.left)
    first = ", ".join(repr(one.path) for one in best.left[:_SHOWN])
    more = ", …" if len(best.left) > _SHOWN else ""
    return (
        f"{order.path}: {len(best.pieces)} of {total} files look like {best.kind}, which is less "
        f"than {ENOUGH:.0%}, so nothing was collected. These do not: {first}{more}. "
        f"If it is {best.kind} nevertheless: --kind {best.kind}"
    )
