"""What outlives a run: the ledger, in which every grade is found again, and questions shown."""

from harness.store import cases
from harness.store.ledger import Key, Ledger


__all__ = ["Key", "Ledger", "cases"]
