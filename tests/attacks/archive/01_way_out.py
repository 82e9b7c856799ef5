"""Pack a member whose name leads out of the folder.

honest: 0
expect: intake.zip.parent
made: entries
tiers: once
"""

import io
import zipfile


def build():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("rectifier.py", "x = 1\n")
        archive.writestr("../neighbour.py", "x = 1\n")
    return {"mallory.zip": buffer.getvalue()}
