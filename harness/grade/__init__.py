"""The hall: plan ▸ sandbox ▸ judge ▸ score, for one submission or for ten thousand."""

from harness.grade.away import AwayGrader, sheet_of
from harness.grade.batch import Batch, grade_batch
from harness.grade.calibrate import Calibrated, calibrate
from harness.grade.kit import told_by
from harness.grade.one import Grader
from harness.grade.outputs import Outputs
from harness.grade.prove import Proof, prove
from harness.grade.secret import secret_of
from harness.grade.standing import HEADER, Standing, standing, written
from harness.grade.tally import Event, Progress, Tally
from harness.grade.workshop import Recipe


__all__ = [
    "HEADER",
    "AwayGrader",
    "Batch",
    "Calibrated",
    "Event",
    "Grader",
    "Outputs",
    "Progress",
    "Proof",
    "Recipe",
    "Standing",
    "Tally",
    "calibrate",
    "grade_batch",
    "prove",
    "secret_of",
    "sheet_of",
    "standing",
    "told_by",
    "written",
]
