"""Pack more files than anybody would write.

honest: 0
expect: intake.many
made: entries
tiers: once
"""

import io
import zipfile


def build():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(2100):
            archive.writestr(f"m{number}.py", "x = 1\n")
    return {"mallory.zip": buffer.getvalue()}
