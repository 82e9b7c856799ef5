"""Makes Submissions of files, folders, zips and notebooks; runs nothing of them."""

from harness.intake.bounds import BOUNDS, Bounds
from harness.intake.checkout import Work, touched, works
from harness.intake.one import one
from harness.intake.read import read
from harness.intake.source import Source, batch


__all__ = ["BOUNDS", "Bounds", "Source", "Work", "batch", "one", "read", "touched", "works"]
