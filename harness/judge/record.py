"""What a bench answers to public questions, as data: so that others can judge without the oracle.

A record holds, for each question, the right answer, how far off one may be, and what every
convention and every mistake would have answered; `Recorded` reads it where a bench would compute.
A record is plain data (lists, dicts, arrays, numbers, text), whatever it is written down in.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from harness.judge.bench import RAISES, Bench
from harness.judge.diagnose import same
from harness.judge.leaves import leaves
from harness.judge.truth import Truth
from harness.model import CourseError, Job, Law, Oracle, Variant
from harness.model.evidence import Value


RAISED = -1
"""In place of an answer's number: the variant raises an exception."""


def record(bench: Bench, exercise: str, jobs: Sequence[Job]) -> dict[str, Value]:
    """All that judging these questions to one exercise takes, without what computes it.

    Conventions and mistakes that none of the questions shows can never be told, and are left out.
    """
    oracle, pool = bench.oracles[exercise], _Pool()
    told = [job for job in jobs if not oracle.probes[job.probe].laws]
    variants = [v for v in (*oracle.conventions, *oracle.mistakes) if _shows(bench, told, v)]
    return {
        "variants": [variant.id for variant in variants],
        "jobs": [_row(bench, job, variants, pool) for job in jobs],
        "answers": pool.answers,
    }


def _shows(bench: Bench, jobs: Sequence[Job], variant: Variant) -> bool:
    return any(_differs(bench, job, variant) for job in jobs)


def _differs(bench: Bench, job: Job, variant: Variant) -> bool:
    found, truth = bench.answers(job, variant)[0], bench.truth(job)
    return found is RAISES or not same(found, truth.value, truth)


def _row(bench: Bench, job: Job, variants: Sequence[Variant], pool: "_Pool") -> dict[str, Value]:
    row: dict[str, Value] = {
        "probe": job.probe,
        "check": job.check,
        "dtype": job.dtype,
        "arguments": dict(job.arguments),
        "call": bench.call(job),
    }
    oracle = bench.oracles[job.exercise]
    if names := oracle.probes[job.probe].laws:
        laws = (oracle.laws[name] for name in names)
        row["known"] = {law.id: _plain(bench.known(law, job)) for law in laws}
        return row
    truth = bench.truth(job)
    row["value"] = pool.number(truth.value)
    row["bounds"] = [list(truth.low), list(truth.high)] if truth.free else None
    row["dtypes"] = [dtype.str for dtype in truth.dtypes]
    precisions = ("float64", "float32") if job.dtype == "float64" else ("float32",)
    shaken = truth.tolerance.monte_carlo
    row["deviations"] = {p: list(truth.deviations(p)) for p in precisions} if shaken else {}
    row["others"] = [[pool.number(a) for a in bench.answers(job, v)] for v in variants]
    return row


class _Pool:
    """Answers by number, each only once: most mistakes leave most answers alone."""

    def __init__(self) -> None:
        self.answers: list[Value] = []
        self._known: dict[Any, int] = {}

    def number(self, answer: Any) -> int:
        """Where this answer stands."""
        if answer is RAISES:
            return RAISED
        plain = _plain(answer)
        mark = tuple(_marks(plain))
        if mark not in self._known:
            self._known[mark] = len(self.answers)
            self.answers.append(plain)
        return self._known[mark]


def _marks(answer: Any) -> Iterator[Any]:
    for path, leaf in leaves(answer):
        array = np.asarray(leaf)
        yield path, type(leaf).__name__, array.dtype.str, array.shape, array.tobytes()


def _plain(answer: Any) -> Value:
    """Arrays as they are in memory of their own; a subclass, or a view, has more than numbers."""
    if isinstance(answer, list | tuple):
        return [_plain(item) for item in answer]
    if isinstance(answer, Mapping):
        return {str(key): _plain(item) for key, item in answer.items()}
    return np.array(answer) if isinstance(answer, np.ndarray) else answer


class Recorded:
    """A bench that only remembers: of a question that was not recorded nothing is known."""

    def __init__(
        self,
        oracles: Mapping[str, Oracle],
        rows: Mapping[Job, Mapping[str, Value]],
        records: Mapping[str, Mapping[str, Value]],
    ) -> None:
        """Rows of records by question, and the records that they stand in by exercise."""
        self.oracles = oracles
        self._rows, self._records = rows, records
        self._truths: dict[Job, Truth] = {}
        self._places = {
            name: {variant: place for place, variant in enumerate(one["variants"])}
            for name, one in records.items()
        }

    def truth(self, job: Job, *, keep: bool = True) -> Truth:  # noqa: ARG002  # all is kept
        """As it was recorded; CourseError for any other question."""
        if job not in self._rows or "value" not in self._rows[job]:
            raise CourseError(f"{job.id}: no answer to this question was recorded")
        if job not in self._truths:
            self._truths[job] = self._truth(job, self._rows[job])
        return self._truths[job]

    def answers(self, job: Job, variant: Variant, *, keep: bool = True) -> tuple[Any, ...]:  # noqa: ARG002  # all is kept
        """As they were recorded, in float64 and in the question's own dtype."""
        numbers = self._rows[job]["others"][self._places[job.exercise][variant.id]]
        return tuple(self._answer(job, number) for number in numbers)

    def call(self, job: Job) -> str:
        """As it was recorded."""
        return str(self._rows[job]["call"])

    def lawful(self, law: Law, job: Job) -> bool:
        """Whether this very question was put for the sake of the law."""
        oracle = self.oracles[job.exercise]
        return any(oracle.laws[name] is law for name in oracle.probes[job.probe].laws)

    def known(self, law: Law, job: Job) -> Mapping[str, Any]:
        """As it was recorded; CourseError for any other question."""
        try:
            found: Mapping[str, Any] = self._rows[job]["known"][law.id]
        except (LookupError, TypeError) as error:
            raise CourseError(f"{job.id}: nothing was recorded for {law.id}") from error
        return found

    def _answer(self, job: Job, number: int) -> Any:
        return RAISES if number == RAISED else self._records[job.exercise]["answers"][number]

    def _truth(self, job: Job, row: Mapping[str, Any]) -> Truth:
        value = self._answer(job, row["value"])
        plain = tuple(np.asarray(leaf, dtype=np.float64) for _, leaf in leaves(value))
        low, high = map(tuple, row["bounds"]) if row["bounds"] else (plain, plain)
        deviations = {name: tuple(found) for name, found in row["deviations"].items()}
        return Truth(
            value=value,
            paths=tuple(path for path, _ in leaves(value)),
            low=low,
            high=high,
            dtypes=tuple(np.dtype(name) for name in row["dtypes"]),
            dtype=job.dtype,
            tolerance=self.oracles[job.exercise].tolerance,
            deviations=deviations.__getitem__,
        )
