"""Pack two members of one name: one for whoever looks, the other for whoever grades.

honest: 0
expect: intake.zip.duplicate
made: entries
tiers: once
"""

import io
import warnings
import zipfile


def build():
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("rectifier.py", "x = 1\n")
        archive.writestr("rectifier.py", "x = 2\n")
    return {"mallory.zip": buffer.getvalue()}
