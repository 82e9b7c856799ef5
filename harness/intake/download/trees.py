"""Folders of one submission each: nbgrader's, checkouts, and whatever a person has sorted."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harness.intake import kinds, names
from harness.intake.download.piece import Left, Owner, Piece, Reading, base
from harness.intake.finding import UnreadableError
from harness.intake.gather import Member
from harness.model import UsageError


_STAMP = "timestamp.txt"
_LONGEST_STAMP = 200
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{0,3}\d{5,}(?![0-9A-Za-z])")
"""A student's number in a folder's name, as in `20230001_王小明`."""
_DEEP = 3
_LIKELY = 0.9
_OTHERS = re.compile(
    r"(source|release|autograded|feedback|exchange)/|gradebook\.db$|nbgrader_config\.py$|[^/]*\.log$"
)
"""What else lies in the folder of an nbgrader course."""
_NOWHERE = "lies in no submission's folder"


def nbgrader(members: Sequence[Member], assignment: str | None, *, sure: bool) -> Reading:
    """`submitted/<student>/<assignment>/…`, with the time in timestamp.txt.

    `sure`: somebody said that it is. Else a student's own folder of such a name asks nothing.
    """
    found, left = _submitted(members)
    asked = sorted({name for _, (_, name, _) in found})
    likely = len(found) >= _LIKELY * (len(found) + len(left))
    if not found or not (sure or likely):
        some = [Piece(owner=_student(s, None), file=file, member=m) for m, (s, _, file) in found]
        return Reading(kind="nbgrader", pieces=some, left=left)
    if assignment is None and len(asked) > 1:
        raise UsageError(
            f"nbgrader's folder holds {len(asked)} assignments: {', '.join(asked)}. "
            f"Say which one is meant, as: --of {asked[0]}"
        )
    wanted = assignment or asked[0]
    if wanted not in asked:
        raise UsageError(f'There is no "{wanted}" among {", ".join(asked)}. Give one with --of.')
    mine = [(member, student, file) for member, (student, name, file) in found if name == wanted]
    stamps = {student: _stamp(member) for member, student, file in mine if file == _STAMP}
    pieces = [
        Piece(owner=_student(student, stamps.get(student)), file=file, member=member)
        for member, student, file in mine
        if file != _STAMP
    ]
    there = {piece.owner.key for piece in pieces}
    empty = [_student(name, when) for name, when in stamps.items() if name not in there]
    return Reading(kind="nbgrader", pieces=pieces, left=left, empty=empty)


def git(members: Sequence[Member], repositories: frozenset[str], around: str) -> Reading:
    """One checkout per student, `<assignment>-<student>`, as classroom tools clone them.

    `around` is the name of the folder that holds them. No git is run: a repository can make it
    run anything.
    """
    tops = {one for one in repositories if not any(one.startswith(f"{o}/") for o in repositories)}
    labels = {one: one.rpartition("/")[2] for one in tops}
    parents = {one.rpartition("/")[0].rpartition("/")[2] or around for one in tops}
    prefix = _prefix(sorted(labels.values()), min(parents, default=around))
    pieces, left = [], []
    for member in members:
        home = next((top for top in _parents(member.path) if top in tops), None)
        if home is None:
            left.append(Left(path=member.path, why=_NOWHERE))
            continue
        owner = _student(labels[home].removeprefix(prefix) or labels[home], None)
        file = member.path.removeprefix(f"{home}/")
        pieces.append(Piece(owner=owner, file=file, member=member))
    there = {piece.owner.key for piece in pieces}
    owners = (_student(label.removeprefix(prefix) or label, None) for label in labels.values())
    return Reading(
        kind="git",
        pieces=pieces,
        left=left,
        empty=[owner for owner in owners if owner.key not in there],
    )


def folders(members: Sequence[Member]) -> Reading:
    """One folder, module, notebook or zip for each student, called after the student."""
    top = base(members)
    if not any("/" in member.path[len(top) :] for member in members) and top:
        top = "/".join(top.split("/")[:-2])  # the innermost folder is the only submission
        top = f"{top}/" if top else ""
    pieces, left = [], []
    for member in members:
        label, slash, file = member.path[len(top) :].partition("/")
        if not slash and kinds.by_name(label) is None:
            left.append(Left(path=member.path, why=_NOWHERE))
            continue
        owner = _named(label if slash else names.stem(label))
        pieces.append(Piece(owner=owner, file=file if slash else label, member=member))
    return Reading(kind="folders", pieces=pieces, left=left)


def _submitted(
    members: Sequence[Member],
) -> tuple[list[tuple[Member, tuple[str, str, str]]], list[Left]]:
    """Each file with student, assignment and path, and what lies elsewhere.

    Other steps of nbgrader's and its own files are passed over.
    """
    home = _home(members)
    stamped = {m.path.rpartition("/")[0] for m in members if m.path.endswith(f"/{_STAMP}")}
    named = f"/{home}".endswith("/submitted/")
    found, left = [], []
    for member in members:
        parts = member.path.removeprefix(home).split("/")
        inside = member.path.startswith(home) and len(parts) >= _DEEP
        if inside and (named or home + "/".join(parts[:2]) in stamped):
            found.append((member, (parts[0], parts[1], "/".join(parts[2:]))))
        elif named and _OTHERS.match(member.path[len(home) - len("submitted/") :]):
            continue
        else:
            left.append(Left(path=member.path, why=_NOWHERE))
    return found, left


def _home(members: Sequence[Member]) -> str:
    """The folder of the students: `submitted`, or one whose students' folders have times."""
    top = base(members)
    if "/submitted/" in f"/{top}":
        return top[: f"/{top}".index("/submitted/") + len("submitted/")]
    if any(member.path.startswith(f"{top}submitted/") for member in members):
        return f"{top}submitted/"
    ends = [0, *(at + 1 for at, sign in enumerate(top) if sign == "/")]
    stamps = [member.path for member in members if member.path.endswith(f"/{_STAMP}")]
    for end in reversed(ends):
        if any(
            path.startswith(top[:end]) and path[end:].count("/") == _DEEP - 1 for path in stamps
        ):
            return top[:end]
    return top


def _stamp(member: Member) -> datetime | None:
    """`2026-10-01 15:58:23.948203 UTC`, or with another zone's name; UTC if there is none."""
    if member.size > _LONGEST_STAMP:
        return None
    try:
        words = member.read().decode().strip().split()
        zone = None
        if len(words) > 1 and not words[-1][0].isdigit():
            zone = ZoneInfo(words.pop())
        when = datetime.fromisoformat(" ".join(words))
    except (UnreadableError, ValueError, ZoneInfoNotFoundError, OSError):
        return None
    return when.replace(tzinfo=zone or UTC) if when.tzinfo is None else when


def _student(name: str, when: datetime | None) -> Owner:
    return Owner(key=name, name=name, students=(name,), submitted=when)


def _named(label: str) -> Owner:
    """Whoever is meant by a folder's name: all of it, and a number in it."""
    number = _NUMBER.search(label)
    students = (label, number[0]) if number and number[0] != label else (label,)
    name = label.replace(number[0], "").strip(" _-.()（）") if number else label
    return Owner(key=label, name=name or label, students=students)


def _prefix(labels: Sequence[str], parent: str) -> str:
    """What all checkouts' names begin with: the assignment, and the classroom before it."""
    slug = parent.removesuffix("-submissions")
    if all(label.startswith(f"{slug}-") for label in labels):
        return f"{slug}-"
    words = [label.split("-") for label in labels]
    same = 0
    while len(words) > 1 and all(word[: same + 1] == words[0][: same + 1] for word in words):
        same += 1
    return "".join(f"{word}-" for word in words[0][:same]) if same else ""


def _parents(path: str) -> Iterator[str]:
    """The folders that a file lies in, from the top down."""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
