"""Nest brackets so deeply that the parser runs out of something.

honest: 0
expect: load.raised | load.stopped
made: entries
"""


def build():
    return {"mallory.py": b"x = " + b"(" * 50_000 + b"1" + b")" * 50_000 + b"\n"}
