"""Be called by bytes that are no text in any encoding.

honest: 0
expect: missing.name
made: entries
"""

import os


def build():
    return {os.fsdecode(b"\xff\xfe\x80 mallory.py"): b"x = 1\n"}
