"""The ledger: one SQLite file in which every grade is found again by what it was made from."""

from harness.store.ledger import Key, Ledger, graded


__all__ = ["Key", "Ledger", "graded"]
