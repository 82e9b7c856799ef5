"""From evidence to a verdict on one exercise: the outcome of each check, and what to tell."""

from collections.abc import Sequence

from harness.judge import tell
from harness.judge.bench import AnswerKey
from harness.judge.case import Case, case_of, read_by
from harness.judge.findings import findings
from harness.judge.laws import unsaid
from harness.judge.properties import PROPERTIES, properties
from harness.judge.shrink import Reask
from harness.model import Assignment, Broken, Evidence, Job, Outcome, Verdict


def judge(
    assignment: Assignment,
    bench: AnswerKey,
    exercise: str,
    evidence: Sequence[tuple[Job, Evidence]],
    reask: Reask | None,
) -> Verdict:
    """Compare what came back with what is true, and say what the difference is."""
    case, convention = read_by(case_of(assignment, bench, exercise, evidence, reask))
    notes = [tell.convention(convention)] if convention else []
    asked = dict.fromkeys(job.probe for job, _ in evidence)
    notes += map(
        tell.later, dict.fromkeys(law for one in asked for law in unsaid(case.oracle, one))
    )
    checks = _value_checks(case)
    blocked = checks["value"] is not Outcome.PASSED
    property_checks, property_findings = properties(case.seen, blocked=blocked)
    if blocked:
        rest = Outcome.VOID if checks["value"] is Outcome.VOID else Outcome.BLOCKED
        checks = {name: out if name == "value" else rest for name, out in checks.items()}
        property_checks = dict.fromkeys(PROPERTIES, rest)
    lawless = {name for name, out in checks.items() if out is Outcome.FAILED}
    property_checks |= dict.fromkeys(lawless & set(PROPERTIES), Outcome.FAILED)
    return Verdict(
        exercise=exercise,
        checks={**checks, **property_checks},
        findings=(*findings(case), *property_findings, *notes),
        seconds=sum(getattr(e, "seconds", 0.0) for _, e in evidence),
    )


def merged(exercise: str, verdicts: Sequence[Verdict]) -> Verdict:
    """What several verdicts on different checks of one exercise say together."""
    return Verdict(
        exercise=exercise,
        checks={check: out for one in verdicts for check, out in one.checks.items()},
        findings=tuple(finding for one in verdicts for finding in one.findings),
        seconds=sum(one.seconds for one in verdicts),
        shares={check: share for one in verdicts for check, share in one.shares.items()},
        tuitions=tuple(tuition for one in verdicts for tuition in one.tuitions),
    )


def _value_checks(case: Case) -> dict[str, Outcome]:
    """The outcome of each check that probes decide: one wrong answer fails it."""
    outcomes: dict[str, Outcome] = {}
    failed = {answer.job.check for answer in case.wrong}
    failed |= {law.check for _, _, laws in case.held for law in laws}
    for job, piece in case.others:
        if not isinstance(piece, Broken):
            failed |= set(case.oracle.decided([job.probe]))
    void = {
        check
        for job, piece in case.others
        if isinstance(piece, Broken)
        for check in case.oracle.decided([job.probe])
    }
    for check in dict.fromkeys(["value", *case.oracle.decided(case.oracle.probes)]):
        outcomes[check] = (
            Outcome.FAILED if check in failed else Outcome.VOID if check in void else Outcome.PASSED
        )
    return outcomes
