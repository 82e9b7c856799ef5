"""Hand in nothing, in five ways.

honest: 0
expect: intake.text.empty, intake.empty
made: entries
tiers: once
"""

import io
import zipfile


def build():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w"):
        pass
    return {
        "a.py": b"",
        "b.zip": buffer.getvalue(),
        "c.ipynb": b"",
        "d/.hidden": b"x",
        "e.py": b"\n \n",
    }
