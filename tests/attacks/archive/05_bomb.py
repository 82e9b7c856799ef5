"""Pack sixty megabytes of nothing into sixty kilobytes.

honest: 0
expect: intake.zip.bomb
made: entries
tiers: once
"""

import io
import zipfile


def build():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rectifier.py", "x = 1\n")
        for number in range(2):
            archive.writestr(f"zeros{number}.bin", bytes(30 << 20))
    return {"mallory.zip": buffer.getvalue()}
