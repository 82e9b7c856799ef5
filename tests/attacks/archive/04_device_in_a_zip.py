"""Pack a device.

honest: 0
expect: intake.zip.special
made: entries
tiers: once
"""

import io
import stat
import zipfile


def build():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("rectifier.py", "x = 1\n")
        info = zipfile.ZipInfo("disk")
        info.create_system, info.external_attr = 3, (stat.S_IFBLK | 0o666) << 16
        archive.writestr(info, "")
    return {"mallory.zip": buffer.getvalue()}
