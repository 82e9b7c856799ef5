"""A class's grades, counted: what many rows say together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean, median, quantiles

from harness.model import Outcome, Status
from harness.report.row import Mark, Row


BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How one exercise came out over all that were judged on it."""

    name: str
    outcomes: Counter[Outcome]
    mean: Fraction | None
    """Of the points; None if nobody was judged."""
    max_score: Fraction

    @property
    def judged(self) -> int:
        """Submissions that ran and were judged on it."""
        return self.outcomes.total() - self.outcomes[Outcome.VOID]

    @property
    def pass_rate(self) -> Fraction:
        """From 0 to 1; 0 if nobody was judged."""
        return Fraction(self.outcomes[Outcome.PASSED], self.judged) if self.judged else Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A mistake or a convention, and who has it."""

    id: str
    exercises: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """What the overview shows above its table."""

    rows: tuple[Row, ...]
    troubled: tuple[Row, ...]
    """Void, partly judged and unreadable submissions: somebody has to look."""
    changed: tuple[Row, ...]
    """Those whose points the course's rules changed."""
    middle: Fraction | None
    """The median of the scores that count."""
    average: Fraction | None
    quartiles: tuple[Fraction, Fraction] | None
    max_score: Fraction
    histogram: tuple[int, ...]
    """Scores that count, in tenths of the points that could be had."""
    tallies: tuple[Tally, ...]
    mistakes: tuple[Sighting, ...]
    conventions: tuple[Sighting, ...]

    def count(self, status: str) -> int:
        """Submissions of this status that could be read."""
        return sum(row.status == status and not row.unreadable for row in self.rows)

    @property
    def unreadable(self) -> int:
        """Submissions in which nothing could be run."""
        return sum(row.unreadable for row in self.rows)


def cohort(rows: Iterable[Row]) -> Cohort:
    """Many rows, counted."""
    held = tuple(rows)
    scores = sorted(one.score for one in held if one.counts)
    return Cohort(
        rows=held,
        troubled=tuple(sorted((one for one in held if not one.counts), key=_trouble)),
        changed=tuple(one for one in held if one.changes),
        middle=median(scores) if scores else None,
        average=mean(scores) if scores else None,
        quartiles=_quartiles(scores),
        max_score=max((one.max_score for one in held), default=Fraction(0)),
        histogram=_histogram(held),
        tallies=_tallies(held),
        mistakes=_sightings((pair, one) for one in held for pair in one.mistakes),
        conventions=_sightings((pair, one) for one in held for pair in one.conventions),
    )


def _trouble(row: Row) -> tuple[int, str]:
    order = (Status.VOID, Status.PARTIAL, Status.GRADED)
    return order.index(row.status), row.submission


def _quartiles(scores: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
    if len(scores) <= 1:
        return (scores[0], scores[0]) if scores else None
    low, _, high = quantiles(scores, n=4, method="inclusive")
    return low, high


def _histogram(rows: Iterable[Row]) -> tuple[int, ...]:
    bins = [0] * BINS
    for one in rows:
        if one.counts and one.max_score:
            bins[min(max(int(one.score * BINS / one.max_score), 0), BINS - 1)] += 1
    return tuple(bins)


def _tallies(rows: Iterable[Row]) -> tuple[Tally, ...]:
    marks: dict[str, list[Mark]] = {}
    for one in rows:
        for mark in () if one.unreadable else one.marks:
            marks.setdefault(mark.exercise, []).append(mark)
    return tuple(_tally(name, of_one) for name, of_one in marks.items())


def _tally(name: str, marks: Sequence[Mark]) -> Tally:
    judged = [mark.score for mark in marks if mark.outcome is not Outcome.VOID]
    return Tally(
        name=name,
        outcomes=Counter(mark.outcome for mark in marks),
        mean=mean(judged) if judged else None,
        max_score=marks[0].max_score,
    )


def _sightings(found: Iterable[tuple[tuple[str, str], Row]]) -> tuple[Sighting, ...]:
    exercises: dict[str, set[str]] = {}
    rows: dict[str, dict[str, Row]] = {}
    for (variant, exercise), one in found:
        exercises.setdefault(variant, set()).add(exercise)
        rows.setdefault(variant, {})[one.submission] = one
    sightings = (
        Sighting(
            id=variant,
            exercises=tuple(sorted(exercises[variant])),
            rows=tuple(seen[name] for name in sorted(seen)),
        )
        for variant, seen in rows.items()
    )
    return tuple(sorted(sightings, key=lambda one: (-len(one.rows), one.id)))
