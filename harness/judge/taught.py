"""From the runs of one training to a verdict: the share of its check, why, and what to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import log2
from statistics import median

from harness.judge import reading, tell
from harness.judge.exam import Exam, confusion, examine, pictures, wilson
from harness.judge.patient import Patient
from harness.judge.symptoms import diagnosis
from harness.judge.thresholds import counting, half_width, share
from harness.model import (
    AnswerKey,
    Broken,
    Budget,
    Calibration,
    Evidence,
    Finding,
    Job,
    Lesson,
    Outcome,
    Run,
    Trained,
    Tuition,
    Verdict,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Heard:
    """One run: what was asked, what it is judged by, and what came of it."""

    lesson: Lesson
    key: AnswerKey
    evidence: Evidence

    @cached_property
    def exam(self) -> Exam | None:
        """The answers beside the labels, laid once; None where the run came to no end."""
        if not isinstance(self.evidence, Trained):
            return None
        if self.lesson.training.form == "text":
            return reading.read(self.key, self.evidence)
        return examine(self.key, self.evidence)


def accuracy(heard: Heard) -> Fraction:
    """Of one run; nothing where it came to no end."""
    return Fraction(0) if heard.exam is None else heard.exam.accuracy


def taught(
    runs: Sequence[Heard], budget: Budget, *, sliced: bool, without: Sequence[str]
) -> Verdict:
    """What one training is worth. Void if it was our fault that a run came to no end."""
    lesson = runs[0].lesson
    check, frozen = lesson.training.check, lesson.training.frozen
    checks = [name for name in (check, frozen) if name]
    stopped = next((one for one in runs if not isinstance(one.evidence, Trained)), None)
    if stopped is not None:
        outcome = Outcome.VOID if isinstance(stopped.evidence, Broken) else Outcome.FAILED
        return Verdict(
            exercise=lesson.exercise,
            checks=dict.fromkeys(checks, outcome),
            findings=(tell.unanswered(stopped.evidence, job(lesson), without, {"check": check}),),
            seconds=_seconds(runs),
            tuitions=(_tuition(runs, budget, None, sliced=sliced),),
        )
    patients = [_patient(one) for one in runs]
    counted = counting([one.exam.accuracy for one in patients], budget)
    typical = min(patients, key=lambda one: abs(one.exam.accuracy - counted))
    moved = _moved(typical) if frozen else None
    reached = Fraction(0) if moved else share(counted, budget)
    outcomes = {check: Outcome.BLOCKED if moved else _outcome(reached)}
    if frozen:
        outcomes[frozen] = Outcome.FAILED if moved else Outcome.PASSED
    findings = [moved] if moved else _findings(typical, counted, reached, budget)
    if (longest := reading.copied(typical.lesson, typical.trained)) > reading.COPIED:
        findings.append(_copied(longest, check))
    if lesson.device != "cpu" and typical.fact("on_device") is False:
        findings.append(tell.finding("training.processor", "device", check=check, costs=False))
    return Verdict(
        exercise=lesson.exercise,
        checks=outcomes,
        findings=tuple(findings),
        seconds=_seconds(runs),
        shares={check: reached},
        tuitions=(_tuition(runs, budget, (counted, typical), sliced=sliced),),
    )


def suspicion(runs: Sequence[Heard], canary: Heard, known: Calibration) -> Finding:
    """For a person to look at; it costs nothing."""
    hundred = accuracy(canary) if isinstance(canary.evidence, Trained) else None
    params = {
        "got": _percent(median(map(accuracy, runs))),
        "known": _percent(Fraction(str(known.mean))),
        "canary": None if hundred is None else _percent(hundred),
        "usual": _percent(Fraction(str(known.canary))),
    }
    check = runs[0].lesson.training.check
    question = "question.training.suspicious"
    return tell.finding(
        "training.suspicious", "suspicion", params, check=check, question=question, costs=False
    )


def _findings(
    patient: Patient, counted: Fraction, reached: Fraction, budget: Budget
) -> list[Finding]:
    """Why points were lost; where none were, nothing."""
    if reached == 1:
        return []
    code, params = diagnosis(patient)
    even = _even(patient)
    numbers = {
        "got": _measured(counted, even),
        "passing": _measured(budget.passing, even),
        "full": _measured(budget.full, even),
    }
    check = patient.lesson.training.check
    return [
        tell.finding(
            code, "accuracy", {**numbers, **params}, check=check, question=f"question.{code}"
        )
    ]


def _moved(patient: Patient) -> Finding | None:
    """What is said if something changed that must not, or nothing at all."""
    check = patient.lesson.training.frozen
    if patient.fact("kept") is not True:  # nothing said of it is not good enough for points
        code = "training.frozen"
    elif patient.fact("moved") is False:
        code = "training.nothing_learned"
    else:
        return None
    return tell.finding(code, "frozen", {}, check=check, question=f"question.{code}")


def _patient(heard: Heard) -> Patient:
    assert isinstance(heard.evidence, Trained)
    assert heard.exam is not None
    return Patient(lesson=heard.lesson, key=heard.key, trained=heard.evidence, exam=heard.exam)


def _tuition(
    runs: Sequence[Heard],
    budget: Budget,
    counted: tuple[Fraction, Patient] | None,
    *,
    sliced: bool,
) -> Tuition:
    lesson = runs[0].lesson
    exam = counted[1].exam if counted else None
    low, high = _interval(runs, exam) if exam else (None, None)
    done = tuple(map(_run, runs))
    bits = log2(len(runs[0].key.numbers)) if lesson.training.form == "text" else None
    return Tuition(
        check=lesson.training.check,
        data=lesson.training.data,
        slice=sliced,
        samples=budget.samples if bits is None else max([1, *(run.drawn for run in done)]),
        passing=float(budget.passing),
        full=float(budget.full),
        bits=bits,
        device=lesson.device,
        threads=1,
        peak_mib=_peak(counted[1]) if counted else None,
        accuracy=float(median(map(accuracy, runs))) if counted else None,
        counted=float(counted[0]) if counted else None,
        low=low,
        high=high,
        runs=done,
        written=_written(counted[1]) if counted and bits is not None else "",
        confusion=confusion(exam) if exam and bits is None else (),
        errors=pictures(exam, counted[1].lesson, counted[1].key)
        if exam and counted and bits is None
        else (),
    )


def _written(patient: Patient) -> str:
    return reading.written(patient.lesson, patient.key, patient.trained)


def _peak(patient: Patient) -> int | None:
    peak = patient.fact("peak_mib")
    return int(peak) if patient.lesson.device != "cpu" and peak else None


def _interval(runs: Sequence[Heard], exam: Exam) -> tuple[float, float] | tuple[None, None]:
    """Wilson's for one run; for several, Student's as well, whichever is wider.

    One reading of a text is one number: neighbouring characters are no independent trials.
    """
    if exam.saved is not None:
        middle, half = float(median(map(accuracy, runs))), half_width([accuracy(r) for r in runs])
        return (middle - half, middle + half) if half else (None, None)
    low, high = wilson(exam.right, exam.count)
    half = half_width([accuracy(one) for one in runs])
    middle = float(exam.accuracy)
    return min(low, max(0.0, middle - half)), max(high, min(1.0, middle + half))


def _run(heard: Heard) -> Run:
    evidence = heard.evidence
    if not isinstance(evidence, Trained) or heard.exam is None:
        seconds = getattr(evidence, "seconds", 0.0)
        return Run(seed=heard.lesson.seed, accuracy=None, drawn=0, seconds=seconds)
    return Run(
        seed=heard.lesson.seed,
        accuracy=float(heard.exam.accuracy),
        drawn=evidence.drawn if heard.exam.bits is None else int(evidence.facts.get("steps", 0)),
        seconds=evidence.seconds,
        curve=heard.exam.curve,
    )


def job(lesson: Lesson) -> Job:
    """The training as a question, where none of its answers is there to be judged."""
    return Job(
        exercise=lesson.exercise,
        probe=lesson.training.check,
        check=lesson.training.check,
        hidden=False,
        dtype="",
        arguments={},
    )


def _outcome(reached: Fraction) -> Outcome:
    if reached == 1:
        return Outcome.PASSED
    return Outcome.PARTIAL if reached else Outcome.FAILED


def _seconds(runs: Sequence[Heard]) -> float:
    return sum(getattr(one.evidence, "seconds", 0.0) for one in runs)


def _copied(longest: int, check: str) -> Finding:
    """For the student to look at; it costs nothing."""
    code = "reading.copied"
    params = {"longest": longest}
    return tell.finding(
        code, "copied", params, check=check, question=f"question.{code}", costs=False
    )


def _even(patient: Patient) -> float | None:
    """Of a text: bits for one character where nothing is known."""
    return None if patient.exam.bits is None else log2(patient.exam.classes)


def _measured(share: Fraction, even: float | None) -> str:
    """A share of right answers in percent; bits per character where a text is read."""
    return _percent(share) if even is None else f"{(1 - float(share)) * even:.2f}"


def _percent(value: Fraction) -> str:
    return f"{float(100 * value):.2f}".rstrip("0").rstrip(".")
