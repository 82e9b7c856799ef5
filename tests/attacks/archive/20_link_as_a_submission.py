"""Hand in a link to a file that is not ours.

honest: 0
expect: intake.link
made: entries
tiers: once
"""


def build():
    return {"mallory.py": b"link to /etc/passwd", "trudy": b"link to /etc"}
