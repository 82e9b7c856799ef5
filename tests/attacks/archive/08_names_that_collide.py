"""Pack names that are one name where upper and lower case, or accents, are the same.

honest: 0
expect: intake.collision
made: entries
tiers: once
"""

import io
import zipfile


def build():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("rectifier.py", "x = 1\n")
        archive.writestr("Rectifier.PY", "x = 2\n")
    return {"mallory.zip": buffer.getvalue()}
