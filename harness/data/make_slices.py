"""Makes `slices/` of full copies: `python -m harness.data.make_slices [PLACE]`, never at install.

The full sets must be the published ones, to the bit; the slices are their first images.
"""

import hashlib
import sys
from pathlib import Path

from harness.data import npz
from harness.data.arrays import Arrays, digest
from harness.data.copies import copies, read
from harness.data.known import Known
from harness.data.places import places
from harness.data.sets import SETS
from harness.model import UsageError


SLICES = Path(__file__).parent / "slices"


def main() -> None:
    """Make all slices, list their checksums beside them, and say their digests for `sets.py`."""
    root = Path(sys.argv[1]) if sys.argv[1:] else None
    sums = []
    for known in SETS.values():
        if known.slice:
            small = _full(known, root).first(known.slice.train, known.slice.test)
            file = SLICES / f"{known.name}.npz"
            with file.open("wb") as opened:
                npz.write(opened, small, small=True)
            sums.append(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n")
            sys.stdout.write(f"{known.name} {digest(small)}\n")
    (SLICES / "SHA256SUMS").write_text("".join(sums))


def _full(known: Known, root: Path | None) -> Arrays:
    for copy in (copy for place in places(root) for copy in copies(known, place)):
        return read(known, copy)[0]
    raise UsageError(f"No full copy of {known.title} found; name the folder that holds it.")


if __name__ == "__main__":
    main()
