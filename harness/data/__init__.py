"""Data sets by name: verified bytes, or what to put where; and what is made by rule."""

from harness.data.carried import carried
from harness.data.copies import Copy, copies, read
from harness.data.load import fetch, load, part, told
from harness.data.made import MADE, Made
from harness.data.places import VARIABLE, home, places
from harness.data.sets import SETS, find
from harness.data.text import TEXTS, Text
from harness.data.trouble import OtherSet


__all__ = [
    "MADE",
    "SETS",
    "TEXTS",
    "VARIABLE",
    "Copy",
    "Made",
    "OtherSet",
    "Text",
    "carried",
    "copies",
    "fetch",
    "find",
    "home",
    "load",
    "part",
    "places",
    "read",
    "told",
]
