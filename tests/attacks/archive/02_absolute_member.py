"""Pack a member that wants to lie in /etc.

honest: 0
expect: intake.zip.absolute
made: entries
tiers: once
"""

import io
import zipfile


def build():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("rectifier.py", "x = 1\n")
        archive.writestr("/etc/cron.d/poison", "* * * * * root true\n")
    return {"mallory.zip": buffer.getvalue()}
