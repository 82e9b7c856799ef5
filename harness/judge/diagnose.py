"""Which convention or known mistake answers exactly as this submission does?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from harness.judge.bench import RAISES, AnswerKey
from harness.judge.truth import Gap, Truth, gap
from harness.model import Job, Oracle, Returned, Variant


SLACK = 4.0
"""An answer is a variant's if it is within so many tolerances of it: both were rounded."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answered:
    """A job, the answer that came back, and how far it is from the truth."""

    job: Job
    evidence: Returned
    truth: Truth
    gap: Gap


def convention_of(answers: Sequence[Answered], oracle: Oracle, bench: AnswerKey) -> Variant | None:
    """The convention that explains every answer, where the reference alone does not."""
    if all(_strictly(answer) for answer in answers):
        return None
    return next(
        (
            variant
            for variant in oracle.conventions
            if all(_is(variant, answer, bench) for answer in answers)
            and any(_differs(variant, answer, bench) for answer in answers)
        ),
        None,
    )


def mistake_of(answers: Sequence[Answered], oracle: Oracle, bench: AnswerKey) -> Variant | None:
    """The registered mistake whose numbers these are, all of them; never a guess."""
    wrong = [answer for answer in answers if not answer.gap.right]
    right = [answer for answer in answers if answer.gap.right]
    for variant in oracle.mistakes:
        if (
            all(_is(variant, answer, bench) for answer in wrong)
            and all(
                _is(variant, answer, bench)
                or _spares(variant, answer, bench)
                or _leaves_alone(variant, answer, bench)
                for answer in right
            )
            and any(_differs(variant, answer, bench) for answer in wrong)
        ):
            return variant
    return None


def _spares(variant: Variant, answer: Answered, bench: AnswerKey) -> bool:
    """Whether the question has several right answers, and the mistake gives one of them as well."""
    found = bench.answers(answer.job, variant)[-1]
    return _free(answer) and found is not RAISES and gap(found, answer.truth).right


def _leaves_alone(variant: Variant, answer: Answered, bench: AnswerKey) -> bool:
    """Whether the mistake says nothing here, so that an answer by a convention is right with it."""
    found, truth = bench.answers(answer.job, variant)[0], bench.truth(answer.job)
    return found is not RAISES and same(found, truth.value, truth)


def _differs(variant: Variant, answer: Answered, bench: AnswerKey) -> bool:
    """Whether the edit changes this answer at all: one that does not explains nothing."""
    found = bench.answers(answer.job, variant)[0]
    return found is RAISES or not same(found, answer.truth.value, answer.truth)


def only_float32(answers: Sequence[Answered]) -> bool:
    """Whether all wrong numbers are right to the digits of float32, and no further."""
    wrong = [answer for answer in answers if not answer.gap.right]
    coarse = [
        gap(answer.evidence.value, replace(answer.truth, dtype="float32", cache={}))
        for answer in wrong
    ]
    return (
        bool(wrong) and all(g.right for g in coarse) and {a.job.dtype for a in wrong} == {"float64"}
    )


def factor_of(answers: Sequence[Answered]) -> float | None:
    """The one number by which all answers are too large, if there is one."""
    factors = []
    for answer in answers:
        for leaf in answer.gap.gaps:
            at = (np.abs(leaf.expected) > leaf.allowed * 1e3) & np.isfinite(leaf.expected)
            factors.append(leaf.got[at] / leaf.expected[at])
        if answer.gap.structure or answer.gap.incomparable:
            return None
    found = np.concatenate(factors) if factors else np.array([])
    if found.size < 3 or not np.isfinite(found).all():  # noqa: PLR2004  # two points fit any factor
        return None
    factor = float(np.median(found))
    near = np.allclose(found, factor, rtol=1e-3, atol=0) and not np.isclose(factor, 1.0, rtol=1e-3)
    return factor if near and factor != 0 else None


def _is(variant: Variant, answer: Answered, bench: AnswerKey) -> bool:
    return any(
        found is not RAISES
        and (
            same(answer.evidence.value, found, answer.truth)
            or (_free(answer) and beside(answer.evidence.value, found, answer.truth))
        )
        for found in bench.answers(answer.job, variant)
    )


def beside(value: Any, other: Any, truth: Truth) -> bool:
    """Whether two answers miss the bounds of a question on the same sides, number by number."""
    ours, theirs = sides(value, truth), sides(other, truth)
    return ours is not None and theirs is not None and all(map(np.array_equal, ours, theirs))


def sides(value: Any, truth: Truth) -> list[np.ndarray] | None:
    """−1 below the bounds, 0 within, 1 above, 2 for NaN."""
    laid = gap(value, truth)
    if laid.structure or laid.incomparable:
        return None
    found = []
    for leaf, low, high in zip(laid.gaps, truth.low, truth.high, strict=True):
        x = leaf.got
        below, above = x < low - leaf.allowed, x > high + leaf.allowed
        found.append(np.where(np.isnan(x), 2, above.astype(int) - below))
    return found


def same(value: Any, other: Any, truth: Truth) -> bool:
    """Whether two answers are the same numbers, to the tolerance of the question."""
    found = gap(value, truth.about(other), slack=SLACK)
    return (
        not found.structure
        and not found.incomparable
        and all(
            np.array_equal(np.isnan(leaf.got), np.isnan(leaf.expected))
            and not (leaf.wrong & ~np.isnan(leaf.got)).any()
            for leaf in found.gaps
        )
    )


def by_convention(answer: Answered, convention: Variant, bench: AnswerKey) -> Answered:
    """The answer laid beside what the convention answers, which is right as well."""
    found = bench.answers(answer.job, convention)[0]
    if found is RAISES or _free(answer):
        return answer
    truth = answer.truth.about(found)
    return replace(answer, truth=truth, gap=gap(answer.evidence.value, truth))


def _strictly(answer: Answered) -> bool:
    """Whether an answer is the reference's own, not merely one that is right as well."""
    if not answer.gap.right:
        return False
    if not answer.truth.free:
        return True
    return same(answer.evidence.value, answer.truth.value, answer.truth)


def _free(answer: Answered) -> bool:
    """Whether the question has more than one right answer, so that a right one tells nothing."""
    return answer.truth.free
