"""Hand in a tar that is called a zip: tar has links, owners and devices.

honest: 0
expect: intake.format
made: entries
tiers: once
"""

import io
import tarfile


def build():
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        info = tarfile.TarInfo("../../neighbour.py")
        info.size = 6
        archive.addfile(info, io.BytesIO(b"x = 1\n"))
    return {"mallory.zip": buffer.getvalue()}
