"""Answers held to laws, where many answers are right and none can be compared with ours."""

from harness.judge.leaves import promoted
from harness.model import Job, Law, Oracle, Returned


def broken(job: Job, evidence: Returned, oracle: Oracle) -> tuple[Law, ...]:
    """The laws of the question that the answer does not obey, in the order they are written."""
    arguments = promoted(dict(job.arguments))
    laws = (oracle.laws[name] for name in oracle.probes[job.probe].laws)
    return tuple(
        law for law in laws if law.holds is not None and not obeys(law, evidence, arguments)
    )


def unsaid(oracle: Oracle, probe: str) -> tuple[Law, ...]:
    """The laws of a question that only the teacher's course can hold an answer to."""
    laws = (oracle.laws[name] for name in oracle.probes[probe].laws)
    return tuple(law for law in laws if law.holds is None)


def obeys(law: Law, evidence: Returned, arguments: dict[str, object]) -> bool:
    """Whether the law holds. An answer of which it cannot even be asked does not obey it."""
    assert law.holds is not None
    try:
        return bool(law.holds(evidence.value, **arguments))
    except Exception:  # noqa: BLE001  # whatever a student returned is no reason for us to fall
        return False
