"""Compares evidence with the oracle, names convention or mistake, shrinks the counterexample.

Where a training is judged, accuracy on held-out samples takes the oracle's place.
"""

from harness.judge.bench import AnswerKey, Bench
from harness.judge.heard import Heard, accuracy
from harness.judge.power import Power, power
from harness.judge.record import Recorded, record
from harness.judge.repeat import redrawn, repeated, worth_repeating
from harness.judge.shrink import Reask
from harness.judge.taught import final, suspicion, taught
from harness.judge.thresholds import enough, explained, too_good
from harness.judge.verdict import judge, merged


__all__ = [
    "AnswerKey",
    "Bench",
    "Heard",
    "Power",
    "Reask",
    "Recorded",
    "accuracy",
    "enough",
    "explained",
    "final",
    "judge",
    "merged",
    "power",
    "record",
    "redrawn",
    "repeated",
    "suspicion",
    "taught",
    "too_good",
    "worth_repeating",
]
