"""Pack a link to a file that is not ours, to be copied as if it were.

honest: 0
expect: intake.zip.link
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
        info = zipfile.ZipInfo("data.txt")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return {"mallory.zip": buffer.getvalue()}
