"""Let fifty entries of the table point at one payload.

honest: 0
expect: intake.zip.overlap
made: entries
tiers: once
"""

import io
import struct
import zipfile


def build():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a00.py", b"x = 1\n" * 2000)
    raw = buffer.getvalue()
    start, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    entries = b"".join(raw[start:end].replace(b"a00.py", b"a%02d.py" % n) for n in range(50))
    tail = bytearray(raw[end:])
    struct.pack_into("<HHL", tail, 8, 50, 50, len(entries))
    return {"mallory.zip": raw[:start] + entries + bytes(tail)}
