"""What a report tells of a training: its runs, an interval, and what to look at."""

from collections.abc import Sequence
from fractions import Fraction
from math import log2
from statistics import median

from harness.judge import drawings, writing
from harness.judge.exam import Exam, confusion, pictures, wilson
from harness.judge.heard import Heard, accuracy
from harness.judge.patient import Patient
from harness.judge.thresholds import half_width
from harness.model import Budget, Lesson, Run, Trained, Tuition


def tuition(
    runs: Sequence[Heard],
    budget: Budget,
    counted: tuple[Fraction, Patient] | None,
    *,
    sliced: bool,
) -> Tuition:
    """Of these runs; `counted` is the accuracy that decides, and the run that it is shown by."""
    lesson = runs[0].lesson
    exam = counted[1].exam if counted else None
    low, high = _interval(runs, exam) if exam else (None, None)
    done = tuple(map(_run, runs))
    form, sorts = lesson.training.form, _sorts(lesson)
    bits = log2(len(runs[0].key.numbers)) if form == "text" else None
    return Tuition(
        check=lesson.training.check,
        data=lesson.training.data,
        form=form,
        slice=sliced,
        samples=budget.samples if sorts else max([1, *(run.drawn for run in done)]),
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
        drawn=drawings.pictures(counted[1]) if counted and form == "drawings" else (),
        confusion=confusion(exam) if exam and sorts else (),
        errors=pictures(exam, counted[1].lesson, counted[1].key)
        if exam and counted and sorts
        else (),
    )


def _sorts(lesson: Lesson) -> bool:
    """Whether samples are drawn from a loader and sorted into classes; elsewhere steps count."""
    return lesson.training.form not in {"text", "drawings"}


def _written(patient: Patient) -> str:
    return writing.written(patient.lesson, patient.key, patient.trained)


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
        drawn=evidence.drawn if _sorts(heard.lesson) else int(evidence.facts.get("steps", 0)),
        seconds=evidence.seconds,
        curve=heard.exam.curve,
    )
