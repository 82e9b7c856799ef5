"""Pack archives inside archives: one that is opened all the way never ends.

honest: 0
expect: intake.main.none
made: entries
tiers: once
"""

import io
import zipfile


def build():
    inner = b"x = 1\n"
    for depth in range(10):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(4):
                archive.writestr(f"level{depth}-{copy}.zip", inner)
        inner = buffer.getvalue()
    return {"mallory.zip": inner}
