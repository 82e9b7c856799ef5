"""Draws the probes' inputs from a secret seed: jobs without answers."""

from harness.plan.draw import sheet
from harness.plan.lessons import CANARY, formed, lesson
from harness.plan.seed import PUBLIC, Seed, seed_of
from harness.plan.texts import landmarks, marked


__all__ = [
    "CANARY", "PUBLIC", "Seed", "formed", "landmarks", "lesson", "marked", "seed_of", "sheet",
]  # fmt: skip
