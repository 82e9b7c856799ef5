"""Compares evidence with the oracle, names convention or mistake, shrinks the counterexample.

Where a training is judged, accuracy on held-out samples takes the oracle's place.
"""

from harness.judge.bench import Bench
from harness.judge.repeat import repeated, worth_repeating
from harness.judge.shrink import Reask
from harness.judge.taught import Heard, accuracy, suspicion, taught
from harness.judge.thresholds import enough, explained, too_good
from harness.judge.verdict import judge, merged


__all__ = [
    "Bench",
    "Heard",
    "Reask",
    "accuracy",
    "enough",
    "explained",
    "judge",
    "merged",
    "repeated",
    "suspicion",
    "taught",
    "too_good",
    "worth_repeating",
]
