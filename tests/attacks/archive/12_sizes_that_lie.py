"""Announce ten bytes and pack a thousand.

honest: 0
expect: intake.zip.damaged
made: entries
tiers: once
"""

import io
import struct
import zipfile


def build():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rectifier.py", "x = 1\n" * 1000)
    raw = bytearray(buffer.getvalue())
    struct.pack_into("<L", raw, raw.index(b"PK\x01\x02") + 24, 10)
    return {"mallory.zip": bytes(raw)}
