"""Grade one submission: the only place that knows the order of the rooms."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property

from harness import ask
from harness.grade import gpu, loading, sets
from harness.grade.again import SHRINKING, brisk, cases, never, noted, patient
from harness.grade.court import Court
from harness.grade.kit import kit_of
from harness.grade.teaching import Pupil, Teaching
from harness.grade.unseen import unseen
from harness.grade.versions import versions
from harness.judge import AnswerKey, Bench, judge, merged
from harness.model import (
    Assignment,
    Broken,
    Evidence,
    Exercise,
    ExerciseResult,
    Finding,
    Gpu,
    Grade,
    Job,
    Oracle,
    Outcome,
    Sandbox,
    Session,
    Submission,
    Text,
    Trainings,
    UsageError,
    Verdict,
)
from harness.plan import Seed, seed_of, sheet
from harness.sandbox import with_devices
from harness.score import grade_of, result_of, void


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came out of the sandbox."""

    pairs: tuple[tuple[Job, Evidence], ...] = ()
    taught: Mapping[str, Sequence[Verdict]] = field(default_factory=dict)
    """What came of trainings, by exercise."""
    findings: tuple[Finding, ...] = ()
    said: str = ""
    """What was printed before the first hidden question."""
    shown: bytes | None = None
    """What the cells of a notebook showed, if a kernel ran them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A grade, and what may be looked at beside it."""

    grade: Grade
    shown: bytes | None = None
    cases: Mapping[str, Job] = field(default_factory=dict)
    """The questions of its counterexamples, where all of them are public."""


class Grader:
    """One assignment of one course, ready to grade; what our own code answers is kept."""

    def __init__(  # noqa: PLR0913  # all that decides a grade, by name
        self,
        course: ask.Course,
        assignment: Assignment,
        sandbox: Sandbox,
        secret: bytes | None,
        *,
        only: Iterable[str] | None = None,
        trainings: Trainings = "best",
        gpu_wish: Gpu = "auto",
        case: Job | None = None,
    ) -> None:
        """Without a secret only the questions that everybody may see are asked; or one of them."""
        self.assignment = assignment
        self.sandbox = sandbox
        self._secret = secret
        self._court = Court()
        self.kit = kit_of(course, assignment, self._court, secret)
        self._case = self.kit.known(case) if self.kit and case else case
        self._only = None if only is None else frozenset(only)
        self.course = course
        self._trainings, self._gpu = trainings, gpu_wish
        self._sheets: dict[str, tuple[Job, ...]] = {}

    @cached_property
    def oracles(self) -> Mapping[str, Oracle]:
        """What is true about each exercise."""
        found = self.kit.oracles if self.kit else ask.oracles(self.assignment, self.course)
        if self._case is None:
            return found
        # a mistake is told by all its numbers: one answer is no proof
        return {name: replace(oracle, mistakes=()) for name, oracle in found.items()}

    @cached_property
    def texts(self) -> Mapping[str, Text]:
        """The course's own words by id."""
        return ask.texts(self.assignment, self.oracles.values())

    @cached_property
    def bench(self) -> AnswerKey:
        """Where oracles and their mistakes answer, or what they answered is known."""
        if self.kit:
            return self.kit.bench(self.oracles)
        return Bench(self.oracles, ask.drives(self.assignment))

    @cached_property
    def teaching(self) -> Teaching:
        """Where submissions are trained."""
        load = sets.part if self._trainings == "slice" else sets.whole
        return Teaching(self.assignment, load, gpu.wanted(self._gpu, gpu.devices()))

    def pupil(self, session: Session, submission: Submission) -> Pupil:
        """A submission that can be trained here, and where it can see a GPU."""

        def on(nodes: tuple[str, ...]) -> AbstractContextManager[Session]:
            shown = replace(self.assignment, devices=nodes)
            return with_devices(self.sandbox).open(submission, shown)

        return Pupil(session, on)

    def seed(self, submission: Submission) -> Seed | None:
        """The secret seed of a submission's questions."""
        if self._secret is None:
            return None
        return seed_of(self._secret, self.assignment.slug, submission.digest)

    def jobs(self, seed: Seed | None) -> tuple[Job, ...]:
        """All questions of one sheet."""
        if self._case is not None:
            return (self._case,)
        mark = fingerprint(seed)
        if mark not in self._sheets:
            kit = self.kit
            self._sheets[mark] = kit.jobs if kit else sheet(self.assignment, self.oracles, seed)
        chosen = self._sheets[mark]
        return tuple(j for j in chosen if self._only is None or j.exercise in self._only)

    def grade(self, submission: Submission) -> Grade:
        """The grade alone."""
        return self.graded(submission).grade

    def graded(self, submission: Submission) -> Graded:
        """The grade. What goes wrong on our side makes it void; it is never anybody's zero."""
        start = time.monotonic()
        again: list[Job] = []
        try:
            if any(finding.blocking for finding in submission.findings):
                asked, exercises = Asked(), [_unreadable(exercise) for exercise in self.exercises]
            else:
                asked = self._ask(submission, self.jobs(self.seed(submission)))
                exercises = self._judge(submission, asked, again)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is ours
            return Graded(grade=self.void(submission, f"{type(error).__name__}: {error}"))
        grade = self._grade(submission, exercises, asked, time.monotonic() - start)
        shown = [job for job, _ in asked.pairs] + again if self._secret is None else []
        return Graded(grade=grade, shown=asked.shown, cases=cases(grade, shown))

    def alone(self, case: Job) -> "Grader":
        """Somebody who asks this one question and no other, and makes it no smaller.

        UsageError if the assignment asks nothing of the kind any more.
        """
        oracle = self.oracles.get(case.exercise)
        if not self.kit and (oracle is None or case.probe not in oracle.probes):
            raise UsageError(
                f'"{case.case}" was a question about {case.exercise}, "{case.probe}", which '
                f"{self.assignment.slug} no longer asks. Check again, and take one that is shown."
            )
        return Grader(
            self.course,
            self.assignment,
            self.sandbox,
            None,
            only=(case.exercise,),
            trainings="none",
            case=case,
        )

    def void(self, submission: Submission, reason: str) -> Grade:
        """The grade of a submission that we could not judge."""
        finding = loading.finding("void.broken", "void", {"reason": reason}, costs=False)
        exercises = [void(exercise, finding) for exercise in self.exercises]
        return self._grade(submission, exercises, Asked(), 0.0)

    def _grade(
        self, submission: Submission, exercises: list[ExerciseResult], asked: Asked, seconds: float
    ) -> Grade:
        grade = grade_of(
            self.assignment,
            submission,
            exercises,
            findings=asked.findings,
            said=asked.said,
            isolation=self.sandbox.name,
            seconds=seconds,
            seed=fingerprint(self.seed(submission)),
            versions=versions(in_kernel=asked.shown is not None),
        )
        return replace(grade, artefact=asked.shown is not None)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Those of the assignment that are to be judged, with the trainings that are."""
        asked = self.assignment.exercises
        if self._trainings == "none":
            asked = tuple(replace(e, trainings=()) for e in asked if e.oracle is not None)
        return tuple(e for e in asked if self._only is None or e.name in self._only)

    def _ask(self, submission: Submission, jobs: Sequence[Job]) -> Asked:
        """Public questions first: what is printed later might tell of hidden ones, and is lost."""
        public = [job for job in jobs if not job.hidden]
        hidden = [job for job in jobs if job.hidden]
        with self.sandbox.open(submission, self.assignment) as session:
            loaded = session.loaded
            findings = [*loading.findings(loaded), *self._used()]
            if self._case is None and self.seed(submission) is None:
                findings += unseen(self.exercises, self.oracles)
            pairs = list(zip(public, session.ask(public), strict=True))
            said = session.said
            pairs += zip(hidden, session.ask(hidden), strict=True)
            taught = {
                exercise.name: self.teaching.verdict(
                    self.pupil(session, submission), exercise, self.seed(submission)
                )
                for exercise in self.exercises
                if exercise.trainings
            }
        shown = None if isinstance(loaded, Broken) else loaded.shown
        return Asked(
            pairs=tuple(pairs), taught=taught, findings=tuple(findings), said=said, shown=shown
        )

    def _used(self) -> list[Finding]:
        """Which data there was to train on."""
        used = self.teaching.sets(self.exercises).values()
        return [
            Finding(code=told.id, kind="data", message=told, costs=False)
            for told in map(sets.told, used)
        ]

    @cached_property
    def mark(self) -> str:
        """Of all that was asked: the same mark, the same questions, trained on the same data."""
        used = self.teaching.sets(self.exercises).values()
        return " ".join((self.assignment.digest, *(one.digest for one in used)))

    def _judge(
        self, submission: Submission, asked: Asked, again: list[Job]
    ) -> list[ExerciseResult]:
        """Counterexamples get smaller in a session that saw nothing hidden; `again` notes how."""
        results = []
        with ExitStack() as stack:
            limits = replace(self.assignment.limits, seconds=SHRINKING / 4)
            quick = replace(self.assignment, limits=limits)
            reask = patient(lambda: stack.enter_context(self.sandbox.open(submission, quick)))
            if self.kit:
                laws = self._court.sitting(self.sandbox, self.assignment, *self.kit.laws)
                stack.enter_context(laws)
            for exercise in self.exercises:
                pairs = [pair for pair in asked.pairs if pair[0].exercise == exercise.name]
                verdicts = list(asked.taught.get(exercise.name, ()))
                if exercise.oracle is not None:
                    asking = noted(brisk(reask, pairs), again) if self._case is None else never
                    smaller = None if self.kit else asking
                    told = judge(self.assignment, self.bench, exercise.name, pairs, smaller)
                    verdicts.insert(0, told)
                verdict = merged(exercise.name, verdicts)
                results.append(result_of(exercise, self.assignment.checks, verdict))
        return results


def _unreadable(exercise: Exercise) -> ExerciseResult:
    """Nothing of the submission could be run, so nothing was shown."""
    checks = {"value": Outcome.BLOCKED}
    verdict = Verdict(exercise=exercise.name, checks=checks, findings=(), seconds=0.0)
    return result_of(exercise, {"value": 1}, verdict)


def fingerprint(seed: Seed | None) -> str:
    """What a grade says of the seed that it rests on."""
    return seed.fingerprint if seed else "public"
