"""All that is known about one exercise of one submission, read by its own convention."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.judge.bench import AnswerKey
from harness.judge.diagnose import Answered, by_convention, convention_of
from harness.judge.example import Example
from harness.judge.laws import broken
from harness.judge.properties import Seen
from harness.judge.shrink import Reask
from harness.judge.truth import gap
from harness.model import Assignment, Evidence, Job, Law, Oracle, Returned, Variant


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """All that is known about one exercise of one submission."""

    assignment: Assignment
    oracle: Oracle
    bench: AnswerKey
    answers: tuple[Answered, ...]
    held: tuple[tuple[Job, Returned, tuple[Law, ...]], ...]
    """Answers that are held to laws, with those that they break."""
    others: tuple[tuple[Job, Evidence], ...]
    """Jobs that were not answered."""
    example: Example

    @property
    def seen(self) -> list[Answered | Seen]:
        """All answers, for what happened around them."""
        return [*self.answers, *(Seen(job, piece) for job, piece, _ in self.held)]

    @property
    def wrong(self) -> list[Answered]:
        """The answers with wrong numbers."""
        return [answer for answer in self.answers if not answer.gap.right]


def case_of(
    assignment: Assignment,
    bench: AnswerKey,
    exercise: str,
    evidence: Sequence[tuple[Job, Evidence]],
    reask: Reask | None,
) -> Case:
    """The answers laid beside the truth, those held to laws, and the questions left open."""
    oracle = bench.oracles[exercise]
    answers: list[Answered] = []
    held: list[tuple[Job, Returned, tuple[Law, ...]]] = []
    others: list[tuple[Job, Evidence]] = []
    for job, piece in evidence:
        if isinstance(piece, Returned) and oracle.probes[job.probe].laws:
            held.append((job, piece, broken(job, piece.value, bench)))
        elif isinstance(piece, Returned):
            truth = bench.truth(job)
            found = gap(piece.value, truth)
            answers.append(Answered(job=job, evidence=piece, truth=truth, gap=found))
        else:
            others.append((job, piece))
    example = Example(oracle=oracle, bench=bench, reask=reask, asked=tuple(evidence))
    return Case(
        assignment=assignment,
        oracle=oracle,
        bench=bench,
        answers=tuple(answers),
        held=tuple(held),
        others=tuple(others),
        example=example,
    )


def read_by(case: Case) -> tuple[Case, Variant | None]:
    """The convention that the submission follows, and its answers laid beside that convention's.

    The plain questions decide which it is; all others are then judged by it. Where they cannot
    tell, those of one other check decide, so that a mistake elsewhere does not hide it.
    """
    plain = [answer for answer in case.answers if answer.job.check == "value"]
    others = dict.fromkeys(a.job.check for a in case.answers if a.job.check != "value")
    groups = [[*plain, *(a for a in case.answers if a.job.check == check)] for check in others]
    found = (
        convention_of(group, case.oracle, case.bench) for group in (case.answers, plain, *groups)
    )
    convention = next((variant for variant in found if variant is not None), None)
    if convention is None:
        return case, None
    answers = tuple(by_convention(answer, convention, case.bench) for answer in case.answers)
    return replace(
        case, answers=answers, example=replace(case.example, convention=convention)
    ), convention
