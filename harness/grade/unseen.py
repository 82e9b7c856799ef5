"""What a self-check does not ask, told by name: a student shall not take silence for praise."""

from collections.abc import Iterable, Iterator, Mapping

from harness.grade import loading
from harness.model import Exercise, Finding, Oracle


def unseen(exercises: Iterable[Exercise], oracles: Mapping[str, Oracle]) -> Iterator[Finding]:
    """A finding for all exercises without a public question, and one for each check without one."""
    hidden: list[str] = []
    checks: dict[str, list[str]] = {}
    for exercise in exercises:
        if exercise.oracle is None:
            continue
        oracle = oracles[exercise.name]
        shown = oracle.decided(name for name in oracle.probes if name in exercise.public)
        if not shown:
            hidden.append(f"{exercise.name} ({float(exercise.points):g})")
            continue
        for check in oracle.decided(oracle.probes):
            if check not in shown:
                checks.setdefault(check, []).append(exercise.name)
    if hidden:
        yield _told("hidden.exercises", names=", ".join(hidden))
    for check, names in checks.items():
        yield _told("hidden.checks", check=check, names=", ".join(names))


def _told(code: str, **params: str) -> Finding:
    return loading.finding(code, "hidden", params, costs=False)
