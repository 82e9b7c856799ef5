"""Draws the probes' inputs from a secret seed: jobs without answers."""

from harness.plan.draw import sheet
from harness.plan.lessons import CANARY, formed, lesson
from harness.plan.seed import PUBLIC, Seed, seed_of


__all__ = ["CANARY", "PUBLIC", "Seed", "formed", "lesson", "seed_of", "sheet"]
