"""From evidence to a verdict on one exercise: which checks passed, and what to tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.judge import tell
from harness.judge.bench import Bench
from harness.judge.diagnose import (
    Answered,
    by_convention,
    convention_of,
    factor_of,
    mistake_of,
    only_float32,
)
from harness.judge.example import Example
from harness.judge.properties import PROPERTIES, properties
from harness.judge.shrink import Reask
from harness.judge.truth import gap
from harness.model import (
    Assignment,
    Broken,
    Evidence,
    Finding,
    Job,
    Missing,
    Oracle,
    Outcome,
    Returned,
    Variant,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """All that is known about one exercise of one submission."""

    assignment: Assignment
    oracle: Oracle
    bench: Bench
    answers: tuple[Answered, ...]
    others: tuple[tuple[Job, Evidence], ...]
    """Jobs that were not answered."""
    example: Example


def judge(
    assignment: Assignment,
    bench: Bench,
    exercise: str,
    evidence: Sequence[tuple[Job, Evidence]],
    reask: Reask,
) -> Verdict:
    """Compare what came back with what is true, and say what the difference is."""
    case = _case(assignment, bench, exercise, evidence, reask)
    case, convention = _read_by(case)
    wrong = [answer for answer in case.answers if not answer.gap.right]
    notes = [tell.convention(convention)] if convention else []
    checks = _value_checks(case, wrong)
    blocked = checks["value"] is not Outcome.PASSED
    property_checks, property_findings = properties(case.answers, blocked=blocked)
    if blocked:
        rest = Outcome.VOID if checks["value"] is Outcome.VOID else Outcome.BLOCKED
        checks = {name: out if name == "value" else rest for name, out in checks.items()}
        property_checks = dict.fromkeys(PROPERTIES, rest)
    findings = [*_wrong(case, wrong), *_unanswered(case), *property_findings, *notes]
    return Verdict(
        exercise=exercise,
        checks={**checks, **property_checks},
        findings=tuple(findings),
        seconds=sum(getattr(e, "seconds", 0.0) for _, e in evidence),
    )


def _case(
    assignment: Assignment,
    bench: Bench,
    exercise: str,
    evidence: Sequence[tuple[Job, Evidence]],
    reask: Reask,
) -> Case:
    oracle = bench.oracles[exercise]
    answers: list[Answered] = []
    others: list[tuple[Job, Evidence]] = []
    for job, piece in evidence:
        if isinstance(piece, Returned):
            truth = bench.truth(job)
            found = gap(piece.value, truth)
            answers.append(Answered(job=job, evidence=piece, truth=truth, gap=found))
        else:
            others.append((job, piece))
    example = Example(oracle=oracle, bench=bench, reask=reask)
    return Case(
        assignment=assignment,
        oracle=oracle,
        bench=bench,
        answers=tuple(answers),
        others=tuple(others),
        example=example,
    )


def _read_by(case: Case) -> tuple[Case, Variant | None]:
    """The convention that the submission follows, and its answers laid beside that convention's.

    The plain questions decide which it is; all others are then judged by it.
    """
    plain = [answer for answer in case.answers if answer.job.check == "value"]
    convention = convention_of(case.answers, case.oracle, case.bench) or convention_of(
        plain, case.oracle, case.bench
    )
    if convention is None:
        return case, None
    answers = tuple(by_convention(answer, convention, case.bench) for answer in case.answers)
    return replace(
        case, answers=answers, example=replace(case.example, convention=convention)
    ), convention


def _value_checks(case: Case, wrong: Sequence[Answered]) -> dict[str, Outcome]:
    """The outcome of each check that probes decide: one wrong answer fails it."""
    outcomes: dict[str, Outcome] = {}
    failed = {answer.job.check for answer in wrong}
    failed |= {job.check for job, e in case.others if not isinstance(e, Broken)}
    void = {job.check for job, e in case.others if isinstance(e, Broken)}
    for check in dict.fromkeys(["value", *(p.check for p in case.oracle.probes.values())]):
        outcomes[check] = (
            Outcome.FAILED if check in failed else Outcome.VOID if check in void else Outcome.PASSED
        )
    return outcomes


def _wrong(case: Case, wrong: Sequence[Answered]) -> list[Finding]:
    """What to say about wrong numbers: the mistake by name, or the smallest counterexample."""
    if not wrong:
        return []
    variant = mistake_of(case.answers, case.oracle, case.bench)
    if variant is not None:
        return [tell.mistake(variant, _where(case, wrong, variant))]
    checks = dict.fromkeys(answer.job.check for answer in wrong)
    told = ["value"] if "value" in checks else checks  # the others wait for it
    return [_unknown(case, [a for a in wrong if a.job.check == check]) for check in told]


def _unknown(case: Case, wrong: Sequence[Answered]) -> Finding:
    """Wrong numbers without a name, all of one check."""
    where = _where(case, wrong, None)
    shown = _shown(wrong)
    params: tell.Params = {"check": shown.job.check, "probe": shown.job.probe}
    broken = shown.gap.structure or shown.gap.incomparable
    if broken:
        code = "shape.structure" if shown.gap.structure else "shape.size"
        params = {"got": broken[0], "expected": broken[1], **params}
        return tell.finding(code, "shape", params, question="question.shape", **where)
    if where.get("hidden"):
        return tell.finding("value.hidden", "value", params, **where)
    count = {
        "differing": sum(int(g.wrong.sum()) for g in shown.gap.gaps),
        "total": sum(g.wrong.size for g in shown.gap.gaps),
    }
    params = {**params, **count}
    if shown.gap.nonfinite:
        params = {**params, "count": shown.gap.nonfinite}
        return tell.finding(
            "nonfinite.pattern", "nonfinite", params, question="question.nonfinite", **where
        )
    if only_float32(wrong):
        return tell.finding(
            "dtype.precision",
            "value",
            {**params, "got": "float32", "expected": "float64"},
            question="question.precision",
            **where,
        )
    if (factor := factor_of(wrong)) is not None:
        return tell.finding("value.factor", "value", {**params, "factor": f"{factor:.4g}"}, **where)
    code = "value.differs" if shown.job.check == "value" else "value.unstable"
    return tell.finding(code, "value", params, **where)


def _unanswered(case: Case) -> list[Finding]:
    """One finding for each way in which questions were left without an answer."""
    groups: dict[object, list[tuple[Job, Evidence]]] = {}
    for job, evidence in case.others:
        groups.setdefault(_alike(evidence), []).append((job, evidence))
    return [_one_unanswered(case, group) for group in groups.values()]


def _one_unanswered(case: Case, group: Sequence[tuple[Job, Evidence]]) -> Finding:
    job, evidence = min(group, key=lambda pair: (pair[0].hidden, pair[0].check != "value"))
    if isinstance(evidence, Missing):
        asked = {exercise.name for exercise in case.assignment.exercises}
        evidence = replace(evidence, near=tuple(n for n in evidence.near if n not in asked))
    where: tell.Where = {"check": job.check, "hidden": job.hidden}
    found = tell.unanswered(evidence, job, case.assignment.without, where)
    if found.code == "error.raised" and not job.hidden:
        where["counterexample"] = case.example.of_error(job, evidence)
        return tell.unanswered(evidence, job, case.assignment.without, where)
    return found


def _alike(evidence: Evidence) -> object:
    """Evidence that is told in one sentence has the same key."""
    if isinstance(evidence, Broken):
        return evidence.reason
    line = getattr(evidence, "line", None)
    what = getattr(evidence, "type", None) or getattr(evidence, "limit", None)
    return type(evidence), what, line, getattr(evidence, "reason", None)


def _where(case: Case, wrong: Sequence[Answered], variant: Variant | None) -> tell.Where:
    shown = _shown(wrong)
    where: tell.Where = {"check": shown.job.check, "hidden": shown.job.hidden}
    if not shown.job.hidden:
        where["counterexample"] = case.example.of(shown, variant)
    return where


def _shown(wrong: Sequence[Answered]) -> Answered:
    """The answer to show: public before hidden, plain before special, double before single."""
    return min(wrong, key=_prominence)


def _prominence(answer: Answered) -> tuple[bool, bool, bool]:
    job = answer.job
    return job.hidden, job.check != "value", job.dtype != "float64"
