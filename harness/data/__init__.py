"""MNIST, Fashion-MNIST and CIFAR-10 by name: verified bytes, or what to put where."""

from harness.data.carried import carried
from harness.data.copies import Copy, copies, read
from harness.data.load import fetch, load, part, told
from harness.data.places import VARIABLE, home, places
from harness.data.sets import SETS, find
from harness.data.trouble import OtherSet


__all__ = [
    "SETS",
    "VARIABLE",
    "Copy",
    "OtherSet",
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
