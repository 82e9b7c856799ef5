"""Hand in a file that is a module for one reader and a zip for another.

honest: 0
expect: intake.text.nul | value
made: entries
"""

import io
import zipfile


def build():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("rectifier.py", "def relu(x): return x * 0 + 20\n")
    source = b"def relu(x): return x * 0 - 7\n'''\n" + buffer.getvalue() + b"\n'''\n"
    return {"mallory.py": source}
