"""What is judged beside the numbers: dtype, shape, changed arguments, shared memory, warnings."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.judge import tell
from harness.judge.diagnose import Answered
from harness.judge.truth import Gap
from harness.model import Finding, Job, Outcome, Returned


_NOTHING = Gap()


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """An answer that was compared with nothing: only what happened around it is judged."""

    job: Job
    evidence: Returned
    gap: Gap = _NOTHING


PROPERTIES = ("dtype", "shape", "mutation", "aliasing")


def properties(
    answers: Sequence[Answered | Seen], *, blocked: bool
) -> tuple[dict[str, Outcome], list[Finding]]:
    """The outcome of each property check, and a finding for each that failed.

    With `blocked` the numbers are wrong: only what the student did to our arguments is still told.
    """
    answers = sorted(answers, key=lambda answer: answer.job.hidden)  # what can be shown first
    seen = {
        "dtype": _first(answers, _dtype) if not blocked else None,
        "shape": _first(answers, _shape) if not blocked else None,
        "mutation": _first(answers, _mutation),
        "aliasing": _first(answers, _aliasing) if not blocked else None,
    }
    outcomes = {name: Outcome.FAILED if seen[name] else Outcome.PASSED for name in PROPERTIES}
    findings = [found for found in seen.values() if found is not None]
    if not blocked and (warned := _first(answers, _fragile)):
        findings.append(warned)
    return outcomes, findings


def _first(answers: Sequence[Answered | Seen], look: object) -> Finding | None:
    found = (look(answer) for answer in answers)  # type: ignore[operator]
    return next((finding for finding in found if finding is not None), None)


def _place(answer: Answered | Seen, check: str) -> tell.Where:
    return {"check": check, "hidden": answer.job.hidden}


def _dtype(answer: Answered | Seen) -> Finding | None:
    if not answer.gap.retyped:
        return None
    got, expected = answer.gap.retyped
    return tell.finding(
        "dtype.changed",
        "dtype",
        {"got": got, "expected": expected, "probe": answer.job.probe},
        question="question.dtype",
        **_place(answer, "dtype"),
    )


def _shape(answer: Answered | Seen) -> Finding | None:
    if not answer.gap.reshaped:
        return None
    got, expected = answer.gap.reshaped
    return tell.finding(
        "shape.changed",
        "shape",
        {"got": got, "expected": expected, "probe": answer.job.probe},
        question="question.shape",
        **_place(answer, "shape"),
    )


def _mutation(answer: Answered | Seen) -> Finding | None:
    if not answer.evidence.changed:
        return None
    return tell.finding(
        "mutation.arguments",
        "mutation",
        {"names": ", ".join(answer.evidence.changed), "probe": answer.job.probe},
        question="question.mutation",
        **_place(answer, "mutation"),
    )


def _aliasing(answer: Answered | Seen) -> Finding | None:
    if answer.evidence.shares:
        code, params = "aliasing.arguments", {"names": ", ".join(answer.evidence.shares)}
    elif answer.evidence.stale:
        code, params = "aliasing.stale", {}
    else:
        return None
    place = _place(answer, "aliasing")
    return tell.finding(code, "aliasing", params, question="question.aliasing", **place)


def _fragile(answer: Answered | Seen) -> Finding | None:
    if not answer.evidence.warned or not answer.gap.right:
        return None
    params: tell.Params = {
        "warnings": ", ".join(answer.evidence.warned),
        "probe": answer.job.probe,
    }
    return tell.finding("value.fragile", "warning", params, costs=False, hidden=answer.job.hidden)
