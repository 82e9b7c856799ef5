"""What was decided, and why: ids and parameters, never rendered text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from harness.model.basic import Check
from harness.model.late import Adjustment
from harness.model.training import Tuition


Parameter = str | int | float | bool | None


class Outcome(StrEnum):
    """How an exercise, or one check of it, came out."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    BLOCKED = "blocked"
    """A prerequisite has not passed, so nothing can be said."""
    VOID = "void"
    """We could not judge: nobody wins or loses points."""


class Status(StrEnum):
    """Whether a grade is final."""

    GRADED = "graded"
    PARTIAL = "partial"
    """Some exercises are void."""
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A sentence by id, with its parameters; the report says it in the reader's language."""

    id: str
    params: Mapping[str, Parameter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One number of an answer beside the one that was expected."""

    index: str
    expected: str
    got: str
    difference: str
    allowed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterexample:
    """The smallest question found that shows the mistake, as Python that can be run."""

    call: str
    entries: tuple[Entry, ...]
    """The worst first."""
    differing: int
    total: int
    case: str
    """A short handle of this question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to tell the student about one exercise, or about the submission."""

    code: str
    """Stable id, as `value.mistake`; also the id of `message`."""
    kind: str
    message: Message
    question: Message | None = None
    mistake: str | None = None
    convention: str | None = None
    check: Check | None = None
    costs: bool = True
    """Whether points were lost by it; a convention or fragile code costs nothing."""
    hidden: bool = False
    """Seen on hidden questions only."""
    blocking: bool = False
    """Nothing could be run because of it."""
    counterexample: Counterexample | None = None
    trace: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the judge says of one exercise: the outcome of each check and the findings."""

    exercise: str
    checks: Mapping[Check, Outcome]
    findings: tuple[Finding, ...]
    seconds: float
    shares: Mapping[Check, Fraction] = field(default_factory=dict)
    """Of checks that can be reached in part."""
    tuitions: tuple[Tuition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check with its share of the exercise's points."""

    name: Check
    outcome: Outcome
    score: Fraction
    max_score: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseResult:
    """One line of the grade."""

    name: str
    outcome: Outcome
    score: Fraction
    max_score: Fraction
    seconds: float
    checks: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]
    tuitions: tuple[Tuition, ...] = ()
    """What is told of its trainings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Everything that is kept about one submission; points are exact."""

    assignment: str
    submission: str
    label: str
    digest: str
    status: Status
    isolation: str
    score: Fraction
    max_score: Fraction
    exercises: tuple[ExerciseResult, ...]
    findings: tuple[Finding, ...]
    """About the submission as a whole: how it was read, cells that raised, why it is void."""
    said: str
    seconds: float
    seed: str
    """A short fingerprint of the seed, so that two grades can be seen to rest on the same."""
    versions: Mapping[str, str]
    adjustments: tuple[Adjustment, ...] = ()
    """Changes of points after judging: their sum is already in `score`."""
    artefact: bool = False
    """Whether there is an executed notebook to look at."""
