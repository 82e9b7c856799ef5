"""Two trainings with one seed on the same few samples: whether the same model comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from harness.judge import tell
from harness.judge.taught import Heard, job
from harness.model import Broken, Check, Finding, Outcome, Trained, Training, Verdict


def worth_repeating(verdict: Verdict, training: Training) -> bool:
    """What learned nothing is the same every time, and earns nothing by it."""
    return bool(training.again) and verdict.shares.get(training.check, 0) > 0


def repeated(
    verdict: Verdict, training: Training, pair: Sequence[Heard], without: Sequence[str]
) -> Verdict:
    """The verdict with the check that decides this; without a pair the check waits."""
    assert training.again is not None
    check = training.again
    if not pair:
        came = verdict.checks[training.check]
        waits = Outcome.BLOCKED if came is Outcome.FAILED else came
        return _with(verdict, {check: waits}, ())
    stopped = next((one for one in pair if not isinstance(one.evidence, Trained)), None)
    if stopped is not None:
        outcome = Outcome.VOID if isinstance(stopped.evidence, Broken) else Outcome.FAILED
        asked = job(stopped.lesson)
        found = tell.unanswered(stopped.evidence, asked, without, {"check": check})
        return _with(verdict, {check: outcome}, (found,))
    one, other = (heard.exam for heard in pair)
    assert one is not None
    assert other is not None
    differing = int((one.answers != other.answers).sum())
    if not differing:
        return _with(verdict, {check: Outcome.PASSED}, ())
    code = "training.unrepeatable"
    params = {"count": differing, "total": one.count}
    found = tell.finding(code, "seed", params, check=check, question=f"question.{code}")
    return _with(verdict, {check: Outcome.FAILED}, (found,))


def _with(
    verdict: Verdict, checks: Mapping[Check, Outcome], findings: Sequence[Finding]
) -> Verdict:
    return replace(
        verdict, checks={**verdict.checks, **checks}, findings=(*verdict.findings, *findings)
    )
