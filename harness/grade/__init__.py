"""The hall: plan ▸ sandbox ▸ judge ▸ score, for one submission or for ten thousand."""

from harness.grade.batch import Batch, grade_batch
from harness.grade.calibrate import Calibrated, calibrate
from harness.grade.one import Grader
from harness.grade.outputs import Outputs
from harness.grade.prove import Proof, prove
from harness.grade.secret import secret_of
from harness.grade.tally import Event, Progress, Tally
from harness.grade.workshop import Recipe


__all__ = [
    "Batch",
    "Calibrated",
    "Event",
    "Grader",
    "Outputs",
    "Progress",
    "Proof",
    "Recipe",
    "Tally",
    "calibrate",
    "grade_batch",
    "prove",
    "secret_of",
]
