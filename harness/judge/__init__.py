"""Compares evidence with the oracle, names convention or mistake, shrinks the counterexample."""

from harness.judge.bench import Bench
from harness.judge.shrink import Reask
from harness.judge.verdict import judge


__all__ = ["Bench", "Reask", "judge"]
