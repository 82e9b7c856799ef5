"""What questions are worth: which registered mistakes they see, and which an ordinary test would.

An ordinary test is one that a careful teacher writes in a minute: one random input in float64,
`numpy.allclose` against the right answer, a gradient checked against an upstream of ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np

from harness.judge.bench import RAISES, AnswerKey
from harness.judge.diagnose import Answered, mistake_of
from harness.judge.laws import broken
from harness.judge.leaves import leaves
from harness.judge.truth import gap
from harness.model import Job, Oracle, Returned, Variant


CLEARLY = 10.0
"""A mistake is seen if it misses some question by so many tolerances."""
UPSTREAM = "grad_output"
"""What the handouts call the gradient that comes from behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Mistakes of one exercise, or of several together, by id."""

    caught: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    """Told by their own numbers, as themselves and as nothing else."""
    by_law: frozenset[str] = frozenset()
    """Told by a law that they break: there, many answers are right."""
    ordinary: frozenset[str] = frozenset()

    def __or__(self, other: "Power") -> "Power":
        """Of both together."""
        return Power(
            caught=self.caught | other.caught,
            named=self.named | other.named,
            by_law=self.by_law | other.by_law,
            ordinary=self.ordinary | other.ordinary,
        )


def power(oracle: Oracle, bench: AnswerKey, jobs: Sequence[Job]) -> Power:
    """What these questions about one exercise are worth."""
    seen = [one for one in oracle.mistakes if deviation(one, bench, jobs) >= CLEARLY]
    compared = [job for job in jobs if not oracle.probes[job.probe].laws]
    held = [job for job in jobs if oracle.probes[job.probe].laws]
    plain = _plain(compared) or _plain(held)
    return Power(
        caught=_ids(seen),
        named=_ids(one for one in seen if _named(one, oracle, bench, compared)),
        by_law=_ids(one for one in seen if deviation(one, bench, held) >= CLEARLY),
        ordinary=_ids(one for one in seen if plain and ordinary(one, oracle, bench, plain)),
    )


def _plain(jobs: Sequence[Job]) -> Job | None:
    """The first ordinary question, in double precision if it is asked so."""
    plain = [job for job in jobs if job.check == "value"]
    return next((job for job in plain if job.dtype == "float64"), next(iter(plain), None))


def deviation(variant: Variant, bench: AnswerKey, jobs: Sequence[Job]) -> float:
    """The largest miss of a variant's answers."""
    return max(
        (
            miss(bench.oracles[job.exercise], bench, job, bench.answers(job, variant)[0])
            for job in jobs
        ),
        default=0.0,
    )


def miss(oracle: Oracle, bench: AnswerKey, job: Job, value: Any) -> float:
    """How many tolerances an answer is off; infinitely many if it raises or breaks a law."""
    if value is RAISES:
        return inf
    if oracle.probes[job.probe].laws:
        return inf if broken(job, value, bench) else 0.0
    return gap(value, bench.truth(job)).ratio


def answered(variant: Variant, bench: AnswerKey, jobs: Sequence[Job]) -> list[Answered]:
    """What a submission that makes exactly this edit answers, in the question's own dtype."""
    found = []
    for job in jobs:
        value = bench.answers(job, variant)[-1]
        if value is not RAISES:
            truth = bench.truth(job)
            evidence = Returned(value=value, seconds=0)
            found.append(Answered(job=job, evidence=evidence, truth=truth, gap=gap(value, truth)))
    return found


def ordinary(variant: Variant, oracle: Oracle, bench: AnswerKey, job: Job) -> bool:
    """Whether one plain question, asked as an ordinary test asks, would have shown the mistake."""
    if oracle.probes[job.probe].laws:
        return deviation(variant, bench, [job]) > 0
    asked = replace(job, arguments=_with_ones(job.arguments))
    theirs = bench.answers(asked, variant, keep=False)[0]
    return theirs is RAISES or not _close(theirs, bench.truth(asked, keep=False).value)


def _named(variant: Variant, oracle: Oracle, bench: AnswerKey, jobs: Sequence[Job]) -> bool:
    """Whether its numbers, where they are wrong, lead to its own question."""
    found = answered(variant, bench, jobs)
    if all(one.gap.right for one in found):
        return False
    told = mistake_of(found, oracle, bench)
    return told is not None and told.id == variant.id


def _ids(variants: Any) -> frozenset[str]:
    return frozenset(variant.id for variant in variants)


def _with_ones(arguments: Any) -> Any:
    upstream = arguments.get(UPSTREAM)
    if not isinstance(upstream, np.ndarray):
        return arguments
    return {**arguments, UPSTREAM: np.ones_like(upstream)}


def _close(ours: Any, theirs: Any) -> bool:
    """As `numpy.allclose`, leaf by leaf."""
    one, other = list(leaves(ours)), list(leaves(theirs))
    if [path for path, _ in one] != [path for path, _ in other]:
        return False
    pairs = zip((leaf for _, leaf in one), (leaf for _, leaf in other), strict=True)
    return all(_alike(a, b) for a, b in pairs)


def _alike(a: Any, b: Any) -> bool:
    try:
        return bool(np.shape(a) == np.shape(b) and np.allclose(a, b, equal_nan=True))
    except TypeError:  # None, text
        return bool(a == b)
