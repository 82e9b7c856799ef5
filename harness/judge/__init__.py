"""Compares evidence with the oracle, names convention or mistake, shrinks the counterexample.

Where a training is judged, accuracy on held-out images takes the oracle's place.
"""

from harness.judge.bench import Bench
from harness.judge.power import Power, power
from harness.judge.shrink import Reask
from harness.judge.taught import Heard, accuracy, suspicion, taught
from harness.judge.thresholds import enough, too_good
from harness.judge.verdict import judge, merged


__all__ = [
    "Bench",
    "Heard",
    "Power",
    "Reask",
    "accuracy",
    "enough",
    "judge",
    "merged",
    "power",
    "suspicion",
    "taught",
    "too_good",
]
