"""The little of a grade that the instructor's overview keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from harness.model import Finding, Grade, Message, Outcome, Status
from harness.report.reading import change, is_unreadable, judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How one exercise of one submission came out."""

    exercise: str
    outcome: Outcome
    score: Fraction
    max_score: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the overview needs of a grade; ten thousand of them are held at once."""

    submission: str
    label: str
    assignment: str
    status: Status
    unreadable: bool
    isolation: str
    score: Fraction
    max_score: Fraction
    marks: tuple[Mark, ...]
    mistakes: frozenset[tuple[str, str]]
    """Id of the mistake, exercise."""
    conventions: frozenset[tuple[str, str]]
    reason: Message | None
    """Why nothing could be run, or judged."""
    judged: Fraction = Fraction(0)
    """Before the course's rules."""
    changes: tuple[Message, ...] = ()
    """What those rules changed."""

    @property
    def counts(self) -> bool:
        """Whether the score belongs into means and the histogram: final, of work that ran."""
        return self.status is Status.GRADED and not self.unreadable


def row(grade: Grade) -> Row:
    """The little of a grade that the overview keeps."""
    found = [(one.name, finding) for one in grade.exercises for finding in one.findings]
    return Row(
        submission=grade.submission,
        label=grade.label,
        assignment=grade.assignment,
        status=grade.status,
        unreadable=is_unreadable(grade),
        isolation=grade.isolation,
        score=grade.score,
        max_score=grade.max_score,
        marks=tuple(
            Mark(exercise=one.name, outcome=one.outcome, score=one.score, max_score=one.max_score)
            for one in grade.exercises
        ),
        mistakes=frozenset((f.mistake, name) for name, f in found if f.mistake),
        conventions=frozenset((f.convention, name) for name, f in found if f.convention),
        reason=_reason(grade, [finding for _, finding in found]),
        judged=judged(grade),
        changes=tuple(map(change, grade.adjustments)),
    )


def _reason(grade: Grade, findings: Sequence[Finding]) -> Message | None:
    blocking = [one for one in grade.findings if one.blocking]
    broken = [one for one in (*grade.findings, *findings) if one.kind == "void"]
    why = blocking or (broken if grade.status is not Status.GRADED else [])
    return why[0].message if why else None
