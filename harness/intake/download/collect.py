"""A download becomes a batch: one folder for each submission, and a manifest that says why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.intake import names
from harness.intake.download import entries, manifest, sheet, target
from harness.intake.download.layout import read
from harness.intake.download.piece import Kind, Left, Order, Owner, Piece, Reading
from harness.intake.download.roster import Entry, Roster, roster
from harness.intake.download.versions import Choice, choose
from harness.intake.finding import UnreadableError
from harness.intake.junk import is_junk
from harness.model import NothingToGradeError, UsageError


TABLES = (manifest.MANIFEST, "unrecognised.csv", "absent.csv")
"""Of ours in every batch: no submission may be called so."""
_LONGEST_NAME = 60
"""Bytes of a person's or group's name in a folder's: the number after it must not be cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What came of it."""

    kind: Kind
    lines: tuple[manifest.Line, ...]
    left: tuple[Left, ...]
    absent: tuple[Entry, ...]
    """On the roster, and handed in nothing."""
    strangers: tuple[str, ...]
    """Submissions of nobody on the roster."""
    folded: int

    @property
    def files(self) -> int:
        """That were taken."""
        return sum(len(line.files) for line in self.lines)


def collect(order: Order) -> Collected:
    """Read the download and write the batch, whole or not at all."""
    target.free(order)
    known = roster(order.roster) if order.roster else Roster()
    with entries.opened(order.path) as download, target.made(order.output) as place:
        reading = read(download, order)
        if not reading.pieces and not reading.empty:
            raise NothingToGradeError(
                f"{order.path}: no submission in the {reading.kind} layout here. Give the zip or "
                "folder as it was downloaded, or another --kind."
            )
        target.room(reading, place)
        found = _written(reading, order, known, place)
        left = tuple(reading.left)
        absent = _absent(known, [owner for _, owner in found])
        (place / manifest.MANIFEST).write_bytes(manifest.text(one.line for one, _ in found))
        _lists(place, left, absent)
    return Collected(
        kind=reading.kind,
        lines=tuple(one.line for one, _ in found),
        left=left,
        absent=absent,
        strangers=tuple(
            one.line.submission for one, _ in found if known.entries and not one.entries
        ),
        folded=sum(one.folded for one, _ in found),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """One submission as it was written."""

    line: manifest.Line
    entries: tuple[Entry, ...]
    folded: int


def _written(
    reading: Reading, order: Order, known: Roster, place: Path
) -> list[tuple[_Done, Owner]]:
    by_key: dict[str, list[Piece]] = defaultdict(list)
    owners: dict[str, Owner] = {}
    for piece in reading.pieces:
        by_key[piece.owner.key].append(piece)
        owners.setdefault(piece.owner.key, piece.owner)
    for owner in reading.empty:
        owners.setdefault(owner.key, owner)
    keys = sorted(owners, key=lambda key: (_label(owners[key]), key))
    labels = [_label(owners[key]) for key in keys]
    folders = names.unique([*TABLES, *keys], [*TABLES, *labels])[len(TABLES) :]
    done = []
    for key, folder in zip(keys, folders, strict=True):
        owner, its = known.known(owners[key], reading.kind)
        choice = choose(by_key[key], order.policy)
        files, lost = _files(choice, place / folder)
        line = manifest.Line(
            submission=folder,
            students=owner.students,
            name=owner.name,
            emails=owner.emails,
            platform=owner.platform,
            late=choice.late,
            submitted=owner.submitted,
            kind=reading.kind,
            files=tuple(files),
            version=choice.told,
            left=(*choice.left, *lost),
            source="; ".join(one.member.path for file, one in choice.files if file in files),
        )
        done.append((_Done(line=line, entries=its, folded=choice.folded), owner))
    return done


def _label(owner: Owner) -> str:
    """What its folder is called: a name to find it by, and the key that tells it from others."""
    name = names.safe(owner.name).strip("_") if owner.name else ""
    name = name.encode()[:_LONGEST_NAME].decode("utf-8", "ignore")
    known = not name or name in names.safe(owner.key)
    label = owner.key if known else f"{name}_{owner.key}"
    return f"_{label}" if is_junk(label) else label  # `harness grade` passes over node_modules


def _files(choice: Choice, folder: Path) -> tuple[list[str], list[str]]:
    """Write what counts, and say what cannot be: a student's odd file stops nobody else."""
    folder.mkdir()
    taken, lost = [], []
    for file, piece in choice.files:
        target = folder.joinpath(*file.split("/"))
        try:
            if names.deceives(file) or not target.resolve().is_relative_to(folder.resolve()):
                raise UsageError(entries.WHY["name"])  # noqa: TRY301  # told below like the rest
            data = piece.member.read()
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                stream.write(data)
            taken.append(file)
        except UnreadableError as stop:
            lost.append(f"{piece.member.path} ({entries.why(stop)})")
        except (UsageError, FileExistsError, NotADirectoryError) as error:
            reason = error.args[0] if isinstance(error, UsageError) else "its name is taken"
            lost.append(f"{piece.member.path} ({reason})")
    return taken, lost


def _absent(known: Roster, owners: Sequence[Owner]) -> tuple[Entry, ...]:
    there = {student for owner in owners for student in owner.students}
    return tuple(entry for entry in known.entries if entry.student not in there)


def _lists(place: Path, left: Sequence[Left], absent: Sequence[Entry]) -> None:
    """What a person has to look at, in tables of their own."""
    if left:
        rows = ({"file": one.path, "why": one.why} for one in left)
        (place / TABLES[1]).write_bytes(sheet.written(rows, ("file", "why")))
    if absent:
        people = ({"student": one.student, "name": one.name} for one in absent)
        (place / TABLES[2]).write_bytes(sheet.written(people, ("student", "name")))
