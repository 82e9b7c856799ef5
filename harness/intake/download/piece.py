"""The nouns of this room: whose file is it, which version of it, and what was recognised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from harness.intake.gather import Member


Kind = Literal["canvas", "moodle", "gradescope", "nbgrader", "git", "folders"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Policy = Literal["latest", "latest-on-time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who handed something in, as the platform says it: a student or a group."""

    key: str
    """Stable from one download to the next; two files of one owner have the same."""
    name: str = ""
    platform: str = ""
    """The platform's own number: of a user, a participant."""
    students: tuple[str, ...] = ()
    """Numbers and logins that are known of everybody in it."""
    emails: tuple[str, ...] = ()
    submitted: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file of somebody's."""

    owner: Owner
    file: str
    """Its path in the submission."""
    member: Member
    version: int = 0
    """Of two files with one name the higher one came later."""
    late: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A file that belongs to no submission, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A download, read in one layout."""

    kind: Kind
    pieces: Sequence[Piece] = ()
    left: Sequence[Left] = ()
    empty: Sequence[Owner] = ()
    """Those who handed in something of which no file can be taken."""

    @property
    def share(self) -> float:
        """How much of it fits."""
        total = len(self.pieces) + len(self.left)
        return len(self.pieces) / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be collected, and where it goes."""

    path: Path
    output: Path
    kind: Kind | None = None
    """None: whatever layout fits."""
    policy: Policy = "latest"
    roster: Path | None = None
    of: str | None = None
    """Which assignment, where nbgrader's folder holds several."""


def base(members: Sequence[Member]) -> str:
    """The folders around everything, with `/` at the end: a zip often has one."""
    found = ""
    while members:
        top, slash, _ = members[0].path[len(found) :].partition("/")
        if not slash or not all(one.path.startswith(f"{found}{top}/") for one in members):
            break
        found += f"{top}/"
    return found
