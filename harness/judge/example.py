"""The counterexample of a failing question: shrunk, and written down as a call."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.judge import tell
from harness.judge.bench import RAISES, AnswerKey
from harness.judge.diagnose import Answered, same
from harness.judge.laws import obeys
from harness.judge.shrink import Fails, Reask, least, shrink
from harness.judge.truth import Truth, gap
from harness.model import (
    Counterexample,
    CourseError,
    Evidence,
    Job,
    Law,
    Oracle,
    Raised,
    Returned,
    Variant,
)


CLEAR = 10.0
"""A smaller question must miss by so many tolerances to be shown."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Example:
    """Shrinks with the help of the submission itself, inside its sandbox."""

    oracle: Oracle
    bench: AnswerKey
    reask: Reask | None
    """Where nobody can tell what is right about a new question, none is put."""
    asked: Sequence[tuple[Job, Evidence]] = ()
    """What is looked at instead: the questions that were put."""
    convention: Variant | None = None
    """The convention that the submission follows, if it is not the reference's."""

    def of(self, answer: Answered, variant: Variant | None) -> Counterexample:
        """The smallest question with wrong numbers; those of the variant, if one was named."""
        kept: dict[Job, tuple[Evidence, Truth]] = {answer.job: (answer.evidence, answer.truth)}

        def fails(job: Job, evidence: Evidence) -> bool:
            if not isinstance(evidence, Returned) or (truth := self._truth(job)) is None:
                return False
            kept[job] = (evidence, truth)
            missed = gap(evidence.value, truth)
            comparable = not (missed.structure or missed.incomparable)
            wanted = min(CLEAR, answer.gap.ratio)
            return (
                comparable == (not (answer.gap.structure or answer.gap.incomparable))
                and missed.ratio >= wanted
                and (not missed.nonfinite) == (not answer.gap.nonfinite)
                and (variant is None or self._is(variant, job, evidence, truth))
            )

        job = self._smallest(answer.job, fails, named=variant is not None)
        evidence, truth = kept[job]
        assert isinstance(evidence, Returned)
        return tell.counterexample(job, gap(evidence.value, truth), self.bench.call(job))

    def of_error(self, job: Job, evidence: Evidence) -> Counterexample | None:
        """The smallest question on which the same exception is raised."""
        if not isinstance(evidence, Raised):
            return None

        def fails(smaller: Job, piece: Evidence) -> bool:
            alike = isinstance(piece, Raised) and piece.type == evidence.type
            return alike and self._truth(smaller) is not None

        smallest = self._smallest(job, fails)
        return tell.counterexample(smallest, None, self.bench.call(smallest))

    def of_law(self, law: Law, job: Job) -> Counterexample:
        """The smallest question whose answer still breaks the law, and ours does not."""

        def fails(smaller: Job, piece: Evidence) -> bool:
            return (
                isinstance(piece, Returned)
                and self.bench.lawful(law, smaller)
                and not obeys(law, smaller, piece.value, self.bench)
            )

        smallest = self._smallest(job, fails)
        return tell.counterexample(smallest, None, self.bench.call(smallest))

    def _smallest(self, job: Job, fails: Fails, *, named: bool = False) -> Job:
        """Made smaller step by step, or the smallest of those that were asked."""
        if self.reask is None:
            return least(job, fails, self.asked, named=named)
        return shrink(job, fails, self.reask)

    def _truth(self, job: Job) -> Truth | None:
        """The oracle's answer to a smaller question, if that is a question within the contract."""
        try:
            if not self.oracle.admissible(**job.arguments):
                return None
            truth = self.bench.truth(job, keep=False)
            if self.convention is None:
                return truth
            answer = self.bench.answers(job, self.convention, keep=False)[0]
            return None if answer is RAISES else truth.about(answer)
        except CourseError:
            return None

    def _is(self, variant: Variant, job: Job, evidence: Returned, truth: Truth) -> bool:
        return any(
            found is not RAISES and same(evidence.value, found, truth)
            for found in self.bench.answers(job, variant, keep=False)
        )
