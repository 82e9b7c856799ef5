"""Which files of a folder or zip are the student's work: one rule for both packings."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from harness.intake.bounds import Bounds
from harness.intake.finding import UnreadableError, listed, refusal, shown, warning
from harness.intake.junk import is_junk
from harness.intake.names import key
from harness.model import Finding


_COMPILED = re.compile(r"\.(so(\.\d+)*|pyd|dylib|dll|pyc|pyo|pth|egg|exe)$", re.IGNORECASE)
_VENV = "pyvenv.cfg"
_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A submission on its way through this room."""

    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    main: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether nothing of it can be run."""
        return any(finding.blocking for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file before it is read."""

    path: str
    size: int
    read: Callable[[], bytes]


def gather(members: Iterable[Member], bounds: Bounds) -> Work:
    """Read what counts, leave out and name what does not, refuse what is too much.

    Left out are compiled files, files that are too large or too deep, and virtual environments;
    hidden files and what systems leave behind go without a word. A folder around everything is
    taken off, so that paths are the same however the work was packed.
    """
    kept, findings = _sift(sorted(members, key=lambda member: member.path), bounds)
    total = sum(member.size for member in kept)
    try:
        if len(kept) > bounds.files:
            raise refusal("intake.many", count=len(kept), limit=bounds.files)
        if total > bounds.total_bytes:
            raise refusal(
                "intake.total", mib=_round_up(total), limit_mib=_round_up(bounds.total_bytes)
            )
        _refuse_collisions([member.path for member in kept])
        files = {member.path: member.read() for member in kept}
        return Work(files=_unwrapped(files), findings=findings)
    except UnreadableError as stop:
        return Work(findings=(*findings, stop.finding))


def _unwrapped(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Without the folders that hold nothing but one folder: a zip nearly always has one."""
    while files:
        wrapper, slash, _ = next(iter(files)).partition("/")
        if not slash or not all(path.startswith(f"{wrapper}/") for path in files):
            break
        files = {path.removeprefix(f"{wrapper}/"): data for path, data in files.items()}
    return files


def visible(path: str) -> bool:
    """Whether no part of the path is hidden or left behind by a system."""
    return not any(is_junk(part) for part in path.split("/"))


def _sift(members: Sequence[Member], bounds: Bounds) -> tuple[list[Member], tuple[Finding, ...]]:
    """What stays, and a finding for each reason that something does not."""
    seen = [member for member in members if visible(member.path)]
    environments = tuple(m.path.removesuffix(_VENV) for m in seen if m.path.endswith(f"/{_VENV}"))
    left = {"environment": [folder.rstrip("/") for folder in environments]}
    kept = []
    for member in seen:
        if member.path.startswith(environments):
            continue
        reason, name = _reason(member, bounds)
        if not reason:
            kept.append(member)
        elif name not in left.setdefault(reason, []):
            left[reason].append(name)
    limits = {"large": {"limit_mib": _round_up(bounds.file_bytes)}}
    return kept, tuple(
        warning(
            f"intake.left-out.{reason}",
            names=listed(names),
            count=len(names),
            **limits.get(reason, {}),
        )
        for reason, names in sorted(left.items())
        if names
    )


def _reason(member: Member, bounds: Bounds) -> tuple[str | None, str]:
    """Why the file does not stay, if it does not, and what to name: for depth, the folder."""
    parts = member.path.split("/")
    if len(parts) > bounds.depth + 1:
        return "deep", "/".join(parts[: bounds.depth + 1])
    if member.size > bounds.file_bytes:
        return "large", member.path
    return ("compiled" if _COMPILED.search(member.path) else None), member.path


def _refuse_collisions(paths: Sequence[str]) -> None:
    """Two files that are one on most students' machines: which of them is meant?"""
    seen: dict[str, str] = {}
    for path in paths:
        first = seen.setdefault(key(path), path)
        if first is not path:
            raise refusal("intake.collision", first=shown(first), second=shown(path))
    for path in paths:
        for parent in PurePosixPath(path).parents:
            if str(parent) in seen:
                raise refusal("intake.collision", first=str(parent), second=shown(path))


def _round_up(size: int) -> int:
    return -(-size // _MIB)
