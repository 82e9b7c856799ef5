"""Canvas, Moodle and Gradescope: whose a file is stands in its name, or beside it."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import yaml

from harness.intake.download.piece import Left, Owner, Piece, Reading, base
from harness.intake.finding import UnreadableError
from harness.intake.gather import Member
from harness.model import UsageError


_CANVAS = re.compile(
    r"(?:(?P<name>(?!LATE_|anon_).*?)_)?(?:(?P<late>LATE)_)?"
    r"(?:anon_(?P<anon>[A-Za-z0-9]+)|(?P<user>\d+))_"
    r"(?:(?P<att>\d+)_(?P<file>.+)|(?P<kind>text|link)\.html)"
)
_MOODLE = re.compile(
    r"(?P<name>[^_/]*)_(?P<id>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_?/|_)(?P<file>.+)"
)
_FEEDBACK = re.compile(r"[^_/]*_\d+_assignfeedback_")
_GRADESCOPE = re.compile(r"submission_(?P<id>\d+)/(?P<file>.+)")
_METADATA = re.compile(r"submission_metadata\.ya?ml")
_UNKNOWN = "its name is not as this platform writes it"


def canvas(members: Sequence[Member]) -> Reading:
    """`name[_LATE]_user_attachment_file`; one flat folder."""
    top = base(members)
    pieces, left = [], []
    for member in members:
        found = _CANVAS.fullmatch(member.path[len(top) :])
        if found is None or "/" in member.path[len(top) :]:
            left.append(Left(path=member.path, why=_UNKNOWN))
            continue
        number = found["user"] or f"anon_{found['anon']}"
        pieces.append(
            Piece(
                owner=Owner(
                    key=number, name=found["name"] or "", platform=found["user"] or found["anon"]
                ),
                file=found["file"] or f"{found['kind']}.html",
                member=member,
                version=int(found["att"] or 0),
                late=found["late"] is not None,
            )
        )
    names: dict[str, set[str]] = {}
    for piece in pieces:
        names.setdefault(piece.owner.key, set()).add(piece.owner.name)
    sure = [piece for piece in pieces if len(names[piece.owner.key]) == 1]
    left += [
        Left(path=piece.member.path, why="its number belongs to another name as well")
        for piece in pieces
        if len(names[piece.owner.key]) > 1
    ]
    return Reading(kind="canvas", pieces=sure, left=left)


def moodle(members: Sequence[Member]) -> Reading:
    """`Full name_participant_assignsubmission_plugin/file`, in folders or flat."""
    pieces, left = [], []
    top = base(members)
    starts = [0, *(at + 1 for at, sign in enumerate(top) if sign == "/")]
    for member in members:
        seen = [member.path[at:] for at in starts]
        found = next(filter(None, map(_MOODLE.fullmatch, seen)), None)
        if found is None:
            back = any(map(_FEEDBACK.match, seen))
            why = "feedback, not a submission" if back else _UNKNOWN
            left.append(Left(path=member.path, why=why))
            continue
        owner = Owner(key=found["id"], name=found["name"], platform=found["id"])
        pieces.append(Piece(owner=owner, file=found["file"], member=member))
    return Reading(kind="moodle", pieces=pieces, left=left)


def gradescope(members: Sequence[Member]) -> Reading:
    """`submission_<id>/…` beside a submission_metadata.yml that says whose they are."""
    tables = [one for one in members if _METADATA.fullmatch(one.path.rpartition("/")[2])]
    if not tables:
        return Reading(kind="gradescope", left=[Left(path=m.path, why=_UNKNOWN) for m in members])
    table = min(tables, key=lambda one: one.path.count("/"))
    top = table.path.rpartition("/")[0]
    prefix = f"{top}/" if top else ""
    files = {one.path: _GRADESCOPE.fullmatch(one.path.removeprefix(prefix)) for one in members}
    if 2 * sum(map(bool, files.values())) < len(members):
        known: Mapping[str, Any] = {}  # a student's file may be called so: nobody reads it here
    else:
        known = _metadata(table)
    pieces, left = [], []
    for member in members:
        found = files[member.path]
        if found is None and member is not table:
            left.append(Left(path=member.path, why=_UNKNOWN))
        elif found is not None:
            number = found["id"]
            owner = _submitters(number, known.get(f"submission_{number}", {}))
            pieces.append(
                Piece(owner=owner, file=found["file"], member=member, version=int(number))
            )
    there = {piece.version for piece in pieces}
    numbers = (str(name).removeprefix("submission_") for name in known)
    empty = [
        _submitters(number, known[f"submission_{number}"])
        for number in numbers
        if f"submission_{number}" in known and number.isdecimal() and int(number) not in there
    ]
    return Reading(kind="gradescope", pieces=pieces, left=left, empty=empty)


def _metadata(table: Member) -> Mapping[str, Any]:
    """The YAML, whose keys are Ruby symbols: strings that begin with a colon."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        known = yaml.load(table.read(), Loader=loader)  # noqa: S506  # a safe loader, the quick one
    except (yaml.YAMLError, UnreadableError, ValueError) as error:
        raise UsageError(
            f"{table.path}: cannot be read as YAML ({str(error).splitlines()[0]}). "
            "Download the submissions from Gradescope again."
        ) from error
    return known if isinstance(known, dict) else {}


def _submitters(number: str, about: Any) -> Owner:
    """Everybody of a submission; the first one's number makes the key, since it stays."""
    about = about if isinstance(about, dict) else {}
    listed = about.get(":submitters")
    people = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    names, ids, emails = (
        tuple(str(one[key]) for one in people if isinstance(one.get(key), str | int))
        for key in (":name", ":sid", ":email")
    )
    when = about.get(":created_at")
    if isinstance(when, str):
        when = _moment(when)
    if isinstance(when, datetime) and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)  # YAML's own reading of a time is in UTC
    key = (*sorted(ids), *sorted(emails), number)[0]
    return Owner(
        key=key,
        name=", ".join(names),
        platform=number,
        students=ids,
        emails=emails,
        submitted=when if isinstance(when, datetime) else None,
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
