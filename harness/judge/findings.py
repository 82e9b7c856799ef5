"""What to say: the mistake by name, the law that is broken, or the smallest counterexample."""

from collections.abc import Sequence
from dataclasses import replace

from harness.judge import tell
from harness.judge.case import Case
from harness.judge.diagnose import Answered, factor_of, mistake_of, only_float32
from harness.model import Broken, Evidence, Finding, Job, Law, Missing, Variant


def findings(case: Case) -> list[Finding]:
    """All that cost points by what was answered, or was not."""
    return [*_wrong(case, case.wrong), *_lawless(case), *_unanswered(case)]


def _wrong(case: Case, wrong: Sequence[Answered]) -> list[Finding]:
    """What to say about wrong numbers: the mistake by name, or the smallest counterexample."""
    if not wrong:
        return []
    variant = mistake_of(case.answers, case.oracle, case.bench)
    if variant is not None:
        return [tell.mistake(variant, _where(case, wrong, variant))]
    checks = dict.fromkeys(answer.job.check for answer in wrong)
    told = ["value"] if "value" in checks or _silent(case) else checks  # the others wait for it
    groups = {check: [a for a in wrong if a.job.check == check] for check in told}
    return [_unknown(case, group) for group in groups.values() if group]


def _silent(case: Case) -> bool:
    """Whether a plain question has no answer: then that is what has to be mended first."""
    return any(job.check == "value" and not isinstance(e, Broken) for job, e in case.others)


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


def _lawless(case: Case) -> list[Finding]:
    """One finding for each law that is broken, on a public question if there is one."""
    found: dict[str, tuple[Law, Job]] = {}
    for job, _, laws in sorted(case.held, key=lambda one: one[0].hidden):
        for law in laws:
            found.setdefault(law.id, (law, job))
    roots = [one for one in found.values() if one[0].check == "value"]
    return [_law(case, *one) for one in roots or found.values()]


def _law(case: Case, law: Law, job: Job) -> Finding:
    where: tell.Where = {"check": law.check, "hidden": job.hidden}
    if not job.hidden:
        where["counterexample"] = case.example.of_law(law, job)
    params: tell.Params = {"variant": law.id, "probe": job.probe}
    return tell.finding("law.broken", "law", params, question=f"{law.id}?", **where)


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
