"""Of several versions of one file the one that counts; nothing is passed over silently."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from harness.intake.download.piece import Piece, Policy
from harness.intake.names import key


_SUFFIX = re.compile(r"(?P<stem>[^/]+?)-(?P<number>\d+)(?P<ending>(\.[^./]*)?)")
"""Canvas calls the second upload of `hw3.py` `hw3-1.py`, the third `hw3-2.py`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What one owner's submission consists of."""

    files: tuple[tuple[str, Piece], ...]
    """By the name that each gets in the batch."""
    told: str
    """Which version was chosen, and why; empty where there was one only."""
    left: tuple[str, ...]
    """Paths of the versions that do not count."""
    folded: int
    """Files that lost a resubmission's suffix."""

    @property
    def late(self) -> bool | None:
        """Whether any file that counts was marked as late; None if the platform marks nothing."""
        marks = [piece.late for _, piece in self.files if piece.late is not None]
        return any(marks) if marks else None


def choose(pieces: Sequence[Piece], policy: Policy) -> Choice:
    """One version of each file: the latest, or the latest that came in time if any did."""
    in_time = [piece for piece in pieces if not piece.late]
    dropped: list[Piece] = []
    if policy == "latest-on-time" and in_time and len(in_time) < len(pieces):
        dropped = [piece for piece in pieces if piece.late]
        pieces = in_time
    groups: dict[str, list[Piece]] = defaultdict(list)
    names: dict[str, str] = {}
    plain = {piece.file for piece in pieces}
    for piece in pieces:
        name = _plain(piece.file, plain)
        names.setdefault(key(name), name)
        groups[key(name)].append(piece)
    files, told, folded = [], [], 0
    for group, versions in groups.items():
        versions.sort(key=lambda piece: (piece.version, _number(piece.file), piece.member.path))
        last = versions[-1]
        files.append((names[group], last))
        folded += sum(piece.file != names[group] for piece in versions)
        dropped += versions[:-1]
        if len(versions) > 1:
            told.append(f"{names[group]}: {last.file}, the latest of {len(versions)}")
        elif last.file != names[group]:
            told.append(f"{names[group]}: {last.file}, the only one that is there")
    if any(piece.late for piece in dropped) and not any(piece.late for _, piece in files):
        told.append("what came late does not count (latest-on-time)")
    return Choice(
        files=tuple(files),
        told="; ".join(told),
        left=tuple(sorted(piece.member.path for piece in dropped)),
        folded=folded,
    )


def _plain(file: str, there: set[str]) -> str:
    """The name without a resubmission's number, where it surely is one.

    `part-1.py` beside `part-2.py`, and no `part.py`, are two files.
    """
    found = _SUFFIX.fullmatch(file)
    if found is None:
        return file
    plain = f"{found['stem']}{found['ending']}"
    others = (_SUFFIX.fullmatch(other) for other in there - {file})
    siblings = [o for o in others if o and (o["stem"], o["ending"]) == (found[1], found["ending"])]
    return plain if plain in there or not siblings else file


def _number(file: str) -> int:
    found = _SUFFIX.fullmatch(file)
    return int(found["number"]) if found else 0
