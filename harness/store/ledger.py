"""One row for each grade, written as soon as it is known and never lost."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import astuple, dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from harness.model import Fault, Grade, UsageError


SCHEMA = """
create table if not exists about (key text primary key, value text not null) strict;
create table if not exists grades (
    assignment text not null,      -- digest of what was asked: toml, drive, oracles, engine
    submission text not null,      -- digest of the work that was handed in
    seed       text not null,      -- fingerprint of the seed of its questions
    name       text not null,      -- who handed it in
    grade      blob not null,      -- the whole Grade as JSON
    primary key (name)
) strict;
create table if not exists adjusted (  -- what the course's rules made of a grade, if they did
    name  text not null primary key,
    grade blob not null
) strict;
"""
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Key:
    """What a grade was made from: if all of it is the same, so is the grade."""

    assignment: str
    submission: str
    seed: str
    name: str


class Ledger:
    """The grades of one output folder. Safe to kill at any moment: a row is there whole or not."""

    def __init__(self, file: Path, slug: str) -> None:
        """The ledger of one assignment, made if it is not there."""
        try:
            self._db = sqlite3.connect(file, timeout=30)
            self._db.execute("pragma journal_mode = wal")
            version = self._db.execute("pragma user_version").fetchone()[0]
            if version not in (0, FORMAT):
                raise Fault(
                    f"{file} was written by another version of the harness (format {version}, "
                    f"this one writes {FORMAT}). Grade into a new folder, or move the file away."
                )
            self._db.executescript(SCHEMA)
            self._db.execute(f"pragma user_version = {FORMAT}")
            self._db.execute("insert or ignore into about values ('assignment', ?)", (slug,))
            self._db.commit()
            kept = self._one("select value from about where key = 'assignment'", ())[0]
        except sqlite3.Error as error:
            raise Fault(f"{file}: the ledger cannot be opened: {error}.") from error
        if kept != slug:
            raise UsageError(
                f'{file.parent} holds grades of "{kept}". '
                f'Choose another folder for "{slug}" with -o.'
            )
        self._file = file

    def close(self) -> None:
        """Leave one tidy file behind."""
        with closing(self._db):
            self._db.execute("pragma wal_checkpoint(truncate)")

    def find(self, key: Key) -> Grade | None:
        """The grade that was made from exactly this, or None."""
        row = self._one(
            "select grade from grades "
            "where assignment = ? and submission = ? and seed = ? and name = ?",
            astuple(key),
        )
        return _decode(row[0]) if row else None

    def put(self, key: Key, grade: Grade) -> None:
        """Write a grade; an older one of the same student is replaced in the same breath."""
        try:
            with self._db:
                self._db.execute(
                    "insert or replace into grades (assignment, submission, seed, name, grade) "
                    "values (?, ?, ?, ?, ?)",
                    (*astuple(key), _encode(grade)),
                )
                self._db.execute("delete from adjusted where name = ?", (key.name,))
        except sqlite3.Error as error:
            raise Fault(
                f"{self._file}: the grade of {key.name} cannot be written: {error}. "
                "What was graded before is safe; make room and run the same command again."
            ) from error

    def keep(self, names: set[str]) -> None:
        """Forget the grades of submissions that are no longer in the batch."""
        with self._db:
            known = {row[0] for row in self._db.execute("select name from grades")}
            gone = [(name,) for name in known - names]
            self._db.executemany("delete from grades where name = ?", gone)
            self._db.executemany("delete from adjusted where name = ?", gone)

    def adjusted(self, name: str) -> Grade | None:
        """What the rules made of a grade when its files were last written; None if nothing."""
        row = self._one("select grade from adjusted where name = ?", (name,))
        return _decode(row[0]) if row else None

    def adjust(self, name: str, grade: Grade | None) -> None:
        """Keep what the rules make of a grade, or that they make nothing of it."""
        with self._db:
            self._db.execute("delete from adjusted where name = ?", (name,))
            if grade is not None:
                self._db.execute(
                    "insert into adjusted (name, grade) values (?, ?)", (name, _encode(grade))
                )

    def grades(self) -> Iterator[Grade]:
        """All grades by name, one at a time, as the rules have left them."""
        for _, grade in _entries(self._db):
            yield grade

    def _one(self, query: str, values: tuple[Any, ...]) -> Any:
        return self._db.execute(query, values).fetchone()


def graded(folder: Path) -> tuple[str, Mapping[str, tuple[str, Grade]]]:
    """The slug, and every grade of a finished output folder with the mark of what was asked.

    Raises UsageError where nothing was graded: a ledger is not made by looking for it.
    """
    file = folder / "ledger.sqlite"
    if not file.is_file():
        raise UsageError(
            f"{folder}: there is no {file.name} here, so nothing was graded into this folder. "
            "Give the folder that `harness grade … -o OUT` wrote."
        )
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
            (slug,) = db.execute("select value from about where key = 'assignment'").fetchone()
            grades = {grade.submission: (mark, grade) for mark, grade in _entries(db)}
    except (sqlite3.Error, msgspec.MsgspecError, TypeError) as error:
        raise UsageError(
            f"{file}: cannot be read as the grades of an assignment: {error}. If another version "
            "of the harness wrote it, grade into the folder once more."
        ) from error
    return str(slug), grades


def _entries(db: sqlite3.Connection) -> Iterator[tuple[str, Grade]]:
    """Every grade as the rules have left it, after the mark of what was asked; by name."""
    tables = {row[0] for row in db.execute("select name from sqlite_master where type = 'table'")}
    ruled = "adjusted" in tables  # a ledger that was written before there were rules has none
    final = "coalesce(adjusted.grade, grades.grade)" if ruled else "grade"
    join = "left join adjusted using (name)" if ruled else ""
    for mark, raw in db.execute(
        f"select assignment, {final} from grades {join} order by name"  # noqa: S608  # our words
    ):
        yield mark, _decode(raw)


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a ledger")


def _read(kind: type, value: Any) -> Any:
    return _fraction(value) if kind is Fraction else value


@lru_cache(maxsize=4096)
def _fraction(text: str) -> Fraction:
    """A class has the same few points over and over; reading one takes longer than all the rest."""
    return Fraction(text)


def _encode(grade: Grade) -> bytes:
    return msgspec.json.encode(grade, enc_hook=_plain)


def _decode(blob: bytes) -> Grade:
    return msgspec.json.decode(blob, type=Grade, dec_hook=_read)
