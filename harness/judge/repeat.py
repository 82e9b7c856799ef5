"""Twice with one seed: whether the same comes out, a model of few samples or a drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from harness.judge import tell
from harness.judge.exhibition import exhibited
from harness.judge.heard import Heard
from harness.judge.taught import job
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


def redrawn(verdict: Verdict, training: Training, runs: Sequence[Heard]) -> Verdict:
    """The same of a model that draws: one portion was asked for twice, by the same seed.

    On a GPU sums are added up in any order, and one pixel that tips over changes all below it.
    """
    assert training.again is not None
    if not worth_repeating(verdict, training):
        return repeated(verdict, training, (), ())
    for one in runs:
        if not isinstance(one.evidence, Trained):
            continue
        shown = exhibited(one.lesson, one.key, one.evidence)
        params: dict[str, int] = {}
        if shown.again.any() and one.lesson.device == "cpu":
            code = "drawing.unsteady"
            params = {"count": int(shown.again.sum()), "total": len(shown.again)}
        elif not shown.other:
            code = "drawing.same_seed"
        else:
            continue
        told = tell.finding(code, "seed", params, check=training.again, question=f"question.{code}")
        return _with(verdict, {training.again: Outcome.FAILED}, (told,))
    return _with(verdict, {training.again: Outcome.PASSED}, ())


def _with(
    verdict: Verdict, checks: Mapping[Check, Outcome], findings: Sequence[Finding]
) -> Verdict:
    return replace(
        verdict, checks={**verdict.checks, **checks}, findings=(*verdict.findings, *findings)
    )
