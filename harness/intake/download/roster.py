"""roster.csv: which of the platform's names and numbers is which student."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from harness.intake.download.piece import Kind, Owner
from harness.intake.download.sheet import table
from harness.model import UsageError


T = TypeVar("T")

_STUDENT = (
    *("学号", "student_id", "student id", "studentid", "student number", "sid", "sis user id"),
    "student",
)
_NAMES = ("姓名", "名字", "name", "student name", "full name", "student")
"""A gradebook from Canvas calls the name Student and the number SIS User ID."""
_LOGINS = (
    "login",
    "username",
    "user",
    "github",
    "github_username",
    "sis login id",
    "账号",
    "用户名",
)
_PLATFORM: Mapping[Kind, tuple[str, ...]] = {
    "canvas": ("id", "canvas_id", "canvas id", "user_id", "user id"),
    "moodle": ("participant", "participant_id", "participant id", "moodle_id"),
}
"""Columns with a platform's own numbers: only they are compared with those, since any table may
have a column of small numbers."""
_EMAILS = ("email", "e-mail", "email address", "邮箱", "电子邮件")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One student of the roster."""

    student: str
    name: str = ""
    email: str = ""
    ids: frozenset[str] = frozenset()
    """Number, email and logins, folded."""
    numbers: frozenset[tuple[str, str]] = frozenset()
    """What else stands in the row, with the column's name: a platform's number may be there."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody of the course."""

    entries: tuple[Entry, ...] = ()
    by_id: Mapping[str, Entry] = field(default_factory=dict)
    by_number: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    by_name: Mapping[str, Entry] = field(default_factory=dict)

    def known(self, owner: Owner, kind: Kind) -> tuple[Owner, tuple[Entry, ...]]:
        """The owner with the course's own numbers, and who it is; unchanged if nobody knows."""
        ids = [_folded(one) for one in (*owner.students, *owner.emails)]
        found = [self.by_id[one] for one in ids if one in self.by_id]
        if not found:
            numbers = [(column, owner.platform) for column in _PLATFORM.get(kind, ())]
            found = [self.by_number[one] for one in numbers if one in self.by_number]
        if not found:
            names = filter(None, (plain(part) for part in (owner.name, *owner.name.split(", "))))
            found = [self.by_name[name] for name in names if name in self.by_name]
        entries = tuple(dict.fromkeys(found))
        if not entries:
            return owner, ()
        students = (*(one.student for one in entries), *owner.students)
        emails = (*owner.emails, *(one.email for one in entries if one.email))
        return (
            replace(
                owner,
                students=tuple(dict.fromkeys(students)),
                emails=tuple(dict.fromkeys(emails)),
                name=owner.name if len(entries) > 1 else entries[0].name or owner.name,
            ),
            entries,
        )


def roster(file: Path) -> Roster:
    """The table, by its header: a column of student numbers, and any others that help."""
    sheet = table(file)
    columns = [column.strip() for column in sheet.columns]
    folded = [column.casefold() for column in columns]
    if not any(name in folded for name in _STUDENT):
        raise UsageError(
            f"{file}: no column is called student (or 学号); there are: {', '.join(columns)}. "
            "Give the column of student numbers that name."
        )
    rows = (
        {name: cell.strip() for name, cell in zip(folded, row, strict=True)}
        for row in sheet.itertuples(index=False, name=None)
    )
    entries = tuple(one for one in map(_entry, rows) if one.student)
    return Roster(
        entries,
        _unique((one, entry) for entry in entries for one in entry.ids),
        _unique((one, entry) for entry in entries for one in entry.numbers),
        _names(entries),
    )


def _entry(row: Mapping[str, str]) -> Entry:
    number = next(one for one in _STUDENT if one in row)
    student = row[number]
    name = next((row[one] for one in _NAMES if one in row and one != number), "")
    email = next((row[one] for one in _EMAILS if one in row), "")
    ids = (student, email, *(row[one] for one in _LOGINS if one in row))
    return Entry(
        student=student,
        name=name,
        email=email,
        ids=frozenset(_folded(one) for one in ids if one),
        numbers=frozenset(row.items()),
    )


def plain(name: str) -> str:
    """A name as Canvas writes it into a file's: letters of every script, nothing between them."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def _names(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    """Each name as it is, and with its parts the other way round: Wang Xiaoming, Xiaoming Wang."""
    pairs = []
    for entry in entries:
        first, _, last = entry.name.replace(",", " ").strip().rpartition(" ")
        pairs += [(plain(entry.name), entry), (plain(f"{last}{first}"), entry)]
    return _unique((name, entry) for name, entry in pairs if name)


def _unique(pairs: Iterable[tuple[T, Entry]]) -> Mapping[T, Entry]:
    """What names one student and nobody else."""
    found: dict[T, set[Entry]] = {}
    for name, entry in pairs:
        found.setdefault(name, set()).add(entry)
    return {name: next(iter(these)) for name, these in found.items() if len(these) == 1}


def _folded(text: str) -> str:
    return text.strip().casefold()
