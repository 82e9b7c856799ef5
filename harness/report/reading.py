"""What a reader wants to know first, read off a grade."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from harness.model import Adjustment, ExerciseResult, Finding, Grade, Message, Outcome, Status
from harness.report.plain import points


_OPEN = frozenset({Outcome.FAILED, Outcome.PARTIAL, Outcome.BLOCKED})


@dataclass(frozen=True, slots=True)
class First:
    """The one thing to do next."""

    exercise: ExerciseResult | None
    """None if it is about the submission as a whole."""
    finding: Finding


@dataclass(frozen=True, slots=True)
class Summary:
    """The exercises of a grade by what is to be done about them, each in the handout's order."""

    first: First | None
    passed: tuple[ExerciseResult, ...]
    work: tuple[ExerciseResult, ...]
    """Failed or partly passed: points to be won here."""
    blocked: tuple[ExerciseResult, ...]
    void: tuple[ExerciseResult, ...]
    is_void: bool
    """Nothing at all was judged, and that is ours."""
    is_unreadable: bool
    """Nothing could be run, and that is the submission's."""

    @property
    def open(self) -> tuple[ExerciseResult, ...]:
        """All that is not passed, what can be worked on first."""
        return (*self.work, *self.blocked, *self.void)


def summary(grade: Grade) -> Summary:
    """The grade, sorted for a reader."""
    by: dict[Outcome, list[ExerciseResult]] = {outcome: [] for outcome in Outcome}
    for exercise in grade.exercises:
        by[exercise.outcome].append(exercise)
    work = [one for one in grade.exercises if one.outcome in {Outcome.FAILED, Outcome.PARTIAL}]
    return Summary(
        first=first(grade),
        passed=tuple(by[Outcome.PASSED]),
        work=tuple(work),
        blocked=tuple(by[Outcome.BLOCKED]),
        void=tuple(by[Outcome.VOID]),
        is_void=grade.status is Status.VOID,
        is_unreadable=is_unreadable(grade),
    )


def is_unreadable(grade: Grade) -> bool:
    """Whether there was nothing in the submission that could be run."""
    return any(finding.blocking for finding in grade.findings)


def first(grade: Grade) -> First | None:
    """What to repair first: what fails before what lacks a little, in the order of the handout.

    What is said of the submission as a whole goes before it if nothing could be run, or if
    names are missing: a cell that only draws a curve can wait.
    """
    if grade.status is Status.VOID:
        return None
    whole = [First(None, one) for one in before(grade.findings) if one.kind != "void"]
    open_ones = [one for one in grade.exercises if one.outcome in _OPEN]
    known = frozenset(one.name for one in grade.exercises)
    lacking = any(_lacks(finding, known) for one in open_ones for finding in one.findings)
    if whole and (lacking or whole[0].finding.blocking):
        return whole[0]
    found = [one for one in open_ones if costly(one)]
    if found:
        exercise = min(found, key=_urgency)
        return First(exercise, costly(exercise)[0])
    return whole[0] if whole and open_ones else None


def _urgency(exercise: ExerciseResult) -> tuple[int, Fraction]:
    """What is wrong, what is nearly right (most points first), what was not even begun."""
    if costly(exercise)[0].code == "unfinished.starter":
        return 2, Fraction(0)
    if exercise.outcome is Outcome.PARTIAL:
        return 1, exercise.score - exercise.max_score
    return 0, Fraction(0)


def _lacks(finding: Finding, known: frozenset[str]) -> bool:
    """Whether a name is not there, nor one that is only spelled differently."""
    near = str(finding.message.params.get("near") or "").split(", ")
    return finding.code == "missing.name" and not {*near} - known - {""}


def before(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Of what is said of the submission as a whole, what matters: what stops it before the rest."""
    serious = (one for one in findings if one.costs or one.blocking or one.kind == "void")
    return tuple(sorted(serious, key=lambda one: not one.blocking))


def after(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The rest: how it was read."""
    return tuple(one for one in findings if not (one.costs or one.blocking or one.kind == "void"))


def costly(exercise: ExerciseResult) -> tuple[Finding, ...]:
    """What took points, what can be shown first, before what was only seen on hidden questions."""
    findings = [one for one in exercise.findings if one.costs and one.code != "blocked.value"]
    return tuple(sorted(findings, key=lambda one: one.hidden))


def notes(exercise: ExerciseResult) -> tuple[Finding, ...]:
    """What took no points: a convention that was followed, code that is right but fragile."""
    return tuple(finding for finding in exercise.findings if not finding.costs)


def is_absent(exercise: ExerciseResult) -> bool:
    """Whether there was nothing to judge: no such name, or only what the starter had."""
    return any(finding.kind == "missing" for finding in costly(exercise)[:1])


def judged(grade: Grade) -> Fraction:
    """The points before the course's rules: what the judge saw."""
    changes = sum((one.after - one.before for one in grade.adjustments), Fraction(0))
    return grade.score - changes


def change(one: Adjustment) -> Message:
    """What a reader is told of an adjustment."""
    code = f"adjusted.{one.kind}" if one.exercise or one.kind != "override" else "adjusted.total"
    return Message(
        id=code,
        params={
            "exercise": one.exercise,
            "before": points(one.before),
            "after": points(one.after),
            "lost": points(one.before - one.after),
            "days": one.days,
            "words": one.reason,
        },
    )
