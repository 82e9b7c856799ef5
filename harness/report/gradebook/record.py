"""Who got what: a grade with everything that its student may be called elsewhere."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import floor

from harness.model import Grade, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One submission on its way into a gradebook."""

    grade: Grade
    name: str = ""
    """Of the student or group."""
    students: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    platform: str = ""
    """The learning platform's own number."""
    submitted: datetime | None = None

    @property
    def final(self) -> bool:
        """Whether there is a grade to write: what could not be judged is no zero."""
        return self.grade.status is Status.GRADED

    @property
    def ids(self) -> tuple[str, ...]:
        """What a column of numbers, logins or addresses may hold."""
        own = () if self.students else (self.grade.submission,)
        return (*self.students, *self.emails, *own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person has to know about a file that was filled in."""

    data: bytes
    column: str
    what: str = "grades"
    """That were written."""
    placed: int = 0
    """Rows that got a grade."""
    void: tuple[str, ...] = ()
    """Submissions that could not be judged: nothing was written for them."""
    homeless: tuple[str, ...] = ()
    """Graded submissions that are in no row."""
    without: tuple[str, ...] = ()
    """Rows of whom nothing was graded."""
    kept: tuple[str, ...] = ()
    """Rows in which something stood that must not be written over."""
    by_name: tuple[str, ...] = ()
    """Rows that were found by the name alone."""
    doubtful: tuple[str, ...] = ()
    """Rows that more than one submission fits."""


def index(
    records: Iterable[Record], key: Callable[[Record], Iterable[str]]
) -> Mapping[str, list[Record]]:
    """Records by each of their keys, folded."""
    found: dict[str, list[Record]] = {}
    for record in records:
        for one in dict.fromkeys(map(folded, key(record))):
            if one:
                found.setdefault(one, []).append(record)
    return found


def folded(text: str) -> str:
    """An id as it is compared: `="00123"` is how Canvas keeps a spreadsheet from reckoning."""
    text = text.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return unicodedata.normalize("NFKC", text).strip().casefold()


def plain(name: str) -> str:
    """A name as it is compared: letters of every script and nothing between them."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def fixed(value: Fraction, decimal: str = ".") -> str:
    """Two decimals, rounded half up once from the exact value."""
    hundredths = floor(value * 100 + Fraction(1, 2))
    sign, (whole, rest) = "-" if hundredths < 0 else "", divmod(abs(hundredths), 100)
    return f"{sign}{whole}{decimal}{rest:02}"
