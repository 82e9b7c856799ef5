"""Hand in a source of three megabytes in one line.

honest: 0
expect: intake.large
made: entries
tiers: once
"""


def build():
    return {"mallory.py": b"x = [" + b"1," * (3 << 19) + b"]\n"}
