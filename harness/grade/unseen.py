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
        shown = decided(oracle, exercise.public)
        if not shown:
            hidden.append(f"{exercise.name} ({float(exercise.points):g})")
            continue
        for check in decided(oracle, oracle.probes):
            if check not in shown:
                checks.setdefault(check, []).append(exercise.name)
    if hidden:
        yield _told("hidden.exercises", names=", ".join(hidden))
    for check, names in checks.items():
        yield _told("hidden.checks", check=check, names=", ".join(names))


def decided(oracle: Oracle, names: Iterable[str]) -> list[str]:
    """The checks that these questions decide, each by itself or through its laws."""
    chosen = frozenset(names)
    asked = (probe for name, probe in oracle.probes.items() if name in chosen)
    checks = (
        check
        for probe in asked
        for check in ([oracle.laws[law].check for law in probe.laws] or [probe.check])
    )
    return list(dict.fromkeys(checks))


def _told(code: str, **params: str) -> Finding:
    return loading.finding(code, "hidden", params, costs=False)
