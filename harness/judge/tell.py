"""Findings: what was seen, as ids and parameters that a report turns into sentences."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import numpy as np

from harness.judge.numbers import rough, shown
from harness.judge.truth import Gap, LeafGap
from harness.model import (
    Broken,
    Counterexample,
    Entry,
    Evidence,
    Finding,
    Job,
    Law,
    Message,
    Missing,
    Raised,
    Refused,
    Stopped,
    Variant,
)


WORST = 5
"""How many numbers of a counterexample are shown."""


Params = Mapping[str, str | int | float | bool | None]


class Where(TypedDict, total=False):
    """Where something was seen: the fields of a finding that do not depend on what it says."""

    check: str
    hidden: bool
    counterexample: Counterexample | None


def finding(code: str, kind: str, params: Params | None = None, **fields: Any) -> Finding:
    """A finding whose message has its code as id; `question` may be given by id."""
    if isinstance(fields.get("question"), str):
        fields["question"] = Message(id=fields["question"], params={})
    return Finding(code=code, kind=kind, message=Message(id=code, params=params or {}), **fields)


def mistake(variant: Variant, where: Where) -> Finding:
    """These are the numbers of a known mistake: ask its question."""
    params = {"variant": variant.id}
    question = f"{variant.id}?"
    return finding("value.mistake", "value", params, question=question, mistake=variant.id, **where)


def convention(variant: Variant) -> Finding:
    """Right, by a convention that the report names."""
    params = {"variant": variant.id}
    return finding("value.convention", "convention", params, convention=variant.id, costs=False)


def later(law: Law) -> Finding:
    """What only the teacher's course can judge."""
    return finding("kit.later", "later", {"variant": law.id}, costs=False)


def unanswered(evidence: Evidence, job: Job, without: Sequence[str], where: Where) -> Finding:
    """Why there is no answer to judge."""
    match evidence:
        case Missing(found=None):
            near = ", ".join(evidence.near) or None
            return finding(
                "missing.name", "missing", {"name": evidence.name, "near": near}, **where
            )
        case Missing():
            params: Params = {"name": evidence.name, "found": evidence.found}
            return finding("missing.uncallable", "missing", params, **where)
        case Refused():
            params = {"reason": evidence.reason, "seen": evidence.seen}
            return finding("refused.answer", "value", params, **where)
        case Stopped():
            return _stopped(evidence, where)
        case Raised():
            return _raised(evidence, job, without, where)
        case Broken():
            return finding("void.broken", "void", {"reason": evidence.reason}, costs=False, **where)
        case _:
            raise AssertionError(evidence)


def _stopped(stopped: Stopped, where: Where) -> Finding:
    params: Params = {"detail": stopped.detail, "seconds": round(stopped.seconds, 1)}
    match stopped.limit:
        case "time":
            return finding("stopped.time", "timeout", params, question="question.time", **where)
        case "memory" | "output":
            return finding(f"stopped.{stopped.limit}", stopped.limit, params, **where)
        case _:
            return finding(f"stopped.{stopped.limit}", "error", params, **where)


def _raised(raised: Raised, job: Job, without: Sequence[str], where: Where) -> Finding:
    if raised.type == "NotImplementedError":
        return finding("unfinished.starter", "missing", {"name": job.exercise}, **where)
    place = {"line": raised.line, "cell": raised.cell, "source": raised.source, "probe": job.probe}
    trace = raised.trace or None
    if package := next((p for p in without if f"'{p}'" in raised.message), None):
        params: Params = {"package": package, **place}
        return finding("forbidden.import", "forbidden", params, trace=trace, **where)
    if raised.type == "MemoryError":
        return finding("stopped.memory", "memory", {"detail": raised.message}, trace=trace, **where)
    params = {"type": raised.type, "message": raised.message, **place}
    return finding("error.raised", "error", params, trace=trace, **where)


def counterexample(job: Job, gap: Gap | None, call: str) -> Counterexample:
    """The question as a call, with the worst numbers beside the expected ones."""
    entries: list[tuple[float, Entry]] = []
    differing = total = 0
    for leaf in gap.gaps if gap else ():
        wrong = leaf.wrong
        total += wrong.size
        differing += int(np.count_nonzero(wrong))
        with np.errstate(invalid="ignore"):
            ratios = np.where(np.isnan(leaf.off), np.inf, leaf.off - leaf.allowed)
        order = np.argsort(-ratios, axis=None, kind="stable")[:WORST]
        for flat in order:
            index = np.unravel_index(flat, wrong.shape)
            if wrong[index]:
                entries.append((float(ratios[index]), _entry(leaf, index, job.dtype)))
    entries.sort(key=lambda pair: -pair[0])
    return Counterexample(
        call=call,
        entries=tuple(entry for _, entry in entries[:WORST]),
        differing=differing,
        total=total,
        case=job.case,
    )


def _entry(leaf: LeafGap, index: tuple[np.intp, ...], dtype: str) -> Entry:
    place = "[" + ", ".join(str(int(i)) for i in index) + "]" if index else ""
    expected, got = leaf.expected[index], leaf.got[index]
    with np.errstate(invalid="ignore"):
        difference = rough(float(np.abs(got - expected)))
    return Entry(
        index=f"{leaf.path}{place}",
        expected=shown(float(expected), dtype),
        got=shown(float(got), dtype),
        difference=difference,
        allowed=rough(float(leaf.allowed[index])),
    )
