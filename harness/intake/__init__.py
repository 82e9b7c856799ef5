"""Makes Submissions of files, folders, zips and notebooks; runs nothing of them."""

from harness.intake.bounds import BOUNDS, Bounds
from harness.intake.checkout import Work, touched, works
from harness.intake.download.manifest import MANIFEST, hand_ins
from harness.intake.one import one
from harness.intake.read import read
from harness.intake.source import Source, batch


__all__ = [
    "BOUNDS",
    "MANIFEST",
    "Bounds",
    "Source",
    "Work",
    "batch",
    "hand_ins",
    "one",
    "read",
    "touched",
    "works",
]
