"""From the runs of one training to a verdict: the share of its check, why, and what to show."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import log2
from statistics import median

from harness.judge import drawings, tell, writing
from harness.judge.heard import Heard, accuracy
from harness.judge.patient import Patient
from harness.judge.symptoms import diagnosis
from harness.judge.thresholds import counting, share
from harness.judge.tuition import tuition
from harness.model import (
    Broken,
    Budget,
    Calibration,
    Finding,
    Job,
    Lesson,
    Outcome,
    Trained,
    Verdict,
)


def taught(
    runs: Sequence[Heard],
    budget: Budget,
    *,
    deviation: float,
    sliced: bool,
    without: Sequence[str],
) -> Verdict:
    """What one training is worth. Void if it was our fault that a run came to no end.

    `deviation` is the reference's, of its accuracy from seed to seed.
    """
    lesson = runs[0].lesson
    check, frozen = lesson.training.check, lesson.training.frozen
    checks = [name for name in (check, frozen) if name]
    if (last := final(runs)) is not None:
        outcome = Outcome.VOID if isinstance(last.evidence, Broken) else Outcome.FAILED
        return Verdict(
            exercise=lesson.exercise,
            checks=dict.fromkeys(checks, outcome),
            findings=(tell.unanswered(last.evidence, job(lesson), without, {"check": check}),),
            seconds=_seconds(runs),
            tuitions=(tuition(runs, budget, None, sliced=sliced),),
        )
    patients = [_patient(one) for one in runs if isinstance(one.evidence, Trained)]
    counted = counting(list(map(accuracy, runs)), budget, deviation)
    typical = min(patients, key=lambda one: abs(one.exam.accuracy - counted))
    moved = _moved(typical) if frozen else None
    reached = Fraction(0) if moved else share(counted, budget)
    outcomes = {check: Outcome.BLOCKED if moved else _outcome(reached)}
    if frozen:
        outcomes[frozen] = Outcome.FAILED if moved else Outcome.PASSED
    findings = [moved] if moved else _findings(typical, counted, reached, budget)
    findings += _besides(typical, reached)
    if (ended := next(filter(_stopped, runs), None)) is not None:
        why = tell.unanswered(ended.evidence, job(lesson), without, {"check": check})
        findings.insert(0, replace(why, costs=reached < 1))
    if lesson.device != "cpu" and typical.fact("on_device") is False:
        findings.append(tell.finding("training.processor", "device", check=check, costs=False))
    return Verdict(
        exercise=lesson.exercise,
        checks=outcomes,
        findings=tuple(findings),
        seconds=_seconds(runs),
        shares={check: reached},
        tuitions=(tuition(runs, budget, (counted, typical), sliced=sliced),),
    )


def final(runs: Sequence[Heard]) -> Heard | None:
    """A run without an end that no other run makes up for, if there is one.

    It was our fault, or it is the first, or such are most. Any other counts as nothing learned.
    """
    stopped = list(filter(_stopped, runs))
    ours = next((one for one in stopped if isinstance(one.evidence, Broken)), None)
    if ours is not None or not stopped:
        return ours
    return stopped[0] if stopped[0] is runs[0] or 2 * len(stopped) > len(runs) else None


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


def _stopped(heard: Heard) -> bool:
    return not isinstance(heard.evidence, Trained)


def _patient(heard: Heard) -> Patient:
    assert isinstance(heard.evidence, Trained)
    assert heard.exam is not None
    return Patient(lesson=heard.lesson, key=heard.key, trained=heard.evidence, exam=heard.exam)


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


def _besides(patient: Patient, reached: Fraction) -> list[Finding]:
    """For the student to look at; it costs nothing, or what it costs is known already."""
    told = {**writing.remarks(patient.lesson, patient.trained)}
    if patient.lesson.training.form == "drawings" and reached == 1:
        told |= drawings.remarks(patient)
    check = patient.lesson.training.check
    return [
        tell.finding(code, "remark", params, check=check, question=f"question.{code}", costs=False)
        for code, params in told.items()
    ]


def _even(patient: Patient) -> float | None:
    """Of a text: bits for one character where nothing is known."""
    return None if patient.exam.bits is None else log2(patient.exam.classes)


def _measured(share: Fraction, even: float | None) -> str:
    """A share of right answers in percent; bits per character where a text is read."""
    return _percent(share) if even is None else f"{(1 - float(share)) * even:.2f}"


def _percent(value: Fraction) -> str:
    return f"{float(100 * value):.2f}".rstrip("0").rstrip(".")
