"""Seeds: secret, but the same for the same work, so that a re-grade gives the same result.

A submission's digest and the course's secret choose one of `SHEETS` sets of questions, as one of
several exam sheets is dealt: nobody can predict the inputs, and what the oracles answer to a sheet
is worked out once, not once a submission.
"""

import hashlib
import hmac
from dataclasses import dataclass

import numpy as np


SHEETS = 16


@dataclass(frozen=True, slots=True)
class Seed:
    """What all questions of one sheet are drawn from."""

    key: bytes

    def generator(self, *names: str) -> np.random.Generator:
        """A generator of its own for each question, so that adding one changes no other."""
        mark = hmac.new(self.key, "\0".join(names).encode(), hashlib.sha256).digest()
        return np.random.default_rng(np.frombuffer(mark, dtype=np.uint32))

    @property
    def fingerprint(self) -> str:
        """Tells two seeds apart and gives nothing away."""
        return hashlib.sha256(b"fingerprint" + self.key).hexdigest()[:12]


PUBLIC = Seed(b"the questions that everybody may see")


def seed_of(secret: bytes, slug: str, digest: str) -> Seed:
    """The seed of one submission's sheet."""
    mark = hmac.new(secret, f"{slug}\0{digest}".encode(), hashlib.sha256).digest()
    sheet = int.from_bytes(mark[:8], "big") % SHEETS
    return Seed(hmac.new(secret, f"{slug}\0sheet {sheet}".encode(), hashlib.sha256).digest())
