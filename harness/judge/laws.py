"""Answers held to laws, where many answers are right and none can be compared with ours."""

from collections.abc import Mapping
from typing import Any, Protocol

from harness.judge.leaves import promoted
from harness.model import Job, Law, Oracle


class Informed(Protocol):
    """Who knows what a law has to know of a question."""

    @property
    def oracles(self) -> Mapping[str, Oracle]:
        """What is known of each exercise."""
        ...

    def known(self, law: Law, job: Job) -> Mapping[str, Any]:
        """Further arguments of the law's predicate."""
        ...


def broken(job: Job, answer: Any, bench: Informed) -> tuple[Law, ...]:
    """The laws of the question that the answer does not obey, in the order they are written."""
    laws = _laws(bench.oracles[job.exercise], job.probe)
    arguments = promoted(dict(job.arguments))
    return tuple(
        law
        for law in laws
        if law.holds and not _holds(law, answer, arguments, bench.known(law, job))
    )


def unsaid(oracle: Oracle, probe: str) -> tuple[Law, ...]:
    """The laws of a question that only the teacher's course can hold an answer to."""
    return tuple(law for law in _laws(oracle, probe) if law.holds is None)


def obeys(law: Law, job: Job, answer: Any, bench: Informed) -> bool:
    """Whether the law holds of this answer to the question."""
    return _holds(law, answer, promoted(dict(job.arguments)), bench.known(law, job))


def _holds(law: Law, answer: Any, arguments: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """An answer of which a law cannot even be asked does not obey it."""
    assert law.holds is not None
    try:
        return bool(law.holds(answer, **arguments, **known))
    except Exception:  # noqa: BLE001  # whatever a student returned is no reason for us to fall
        return False


def _laws(oracle: Oracle, probe: str) -> list[Law]:
    return [oracle.laws[name] for name in oracle.probes[probe].laws]
