"""Whether a number of a hidden question stands in what students receive."""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from harness.model import Job


DIGITS = 10
"""So many leading digits are no accident."""
_NUMBER = re.compile(rf"\d[\d.]{{{DIGITS},}}")


def numbers(jobs: Iterable[Job], texts: Sequence[str]) -> list[str]:
    """The hidden numbers that the texts hold, by their leading digits."""
    hidden, public = set[str](), set[str]()
    for job in jobs:
        (hidden if job.hidden else public).update(_digits(job))
    written = {_leading(found[0]) for text in texts for found in _NUMBER.finditer(text)}
    return sorted(written & (hidden - public))


def _digits(job: Job) -> Iterable[str]:
    for value in job.arguments.values():
        for number in np.asarray(value, dtype=np.float64).flat:
            digits = _leading(np.format_float_positional(abs(number), unique=True))
            if len(digits) == DIGITS:
                yield digits


def _leading(number: str) -> str:
    return number.replace(".", "").lstrip("0")[:DIGITS]
