"""Why a training did not reach what it could: read from its answers, its curve and its facts.

A symptom explains points that were lost; it never costs any. The first that fits is told: the
order goes from what excludes all else to what may only have contributed.
"""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from harness.judge import drawings, reading
from harness.judge.exam import NOWHERE, Exam, published
from harness.judge.patient import Params, Patient, Symptom


_MOST = 0.95
_HALF = 0.5
_APPRECIABLY = 0.15
_LEARNED = 0.25
_FELL = 0.1
_WOBBLED = 0.07
_ROSE = 0.03
_CREPT = 0.7
"""Of its first loss: what is still above has learned little."""
_STEADY = 0.01
_KNOWS = 0.97
"""Of the familiar ones."""


def diagnosis(patient: Patient) -> tuple[str, Params]:
    """The code of the first symptom that fits, with its parameters; else a plain one."""
    symptoms, plain = _BY_FORM.get(patient.lesson.training.form, (SYMPTOMS, "training.accuracy"))
    for code, symptom in symptoms.items():
        if (params := symptom(patient)) is not None:
            return code, params
    return plain, {}


def unsteady(exam: Exam) -> bool:
    """Whether answers depend on what else is in the batch; rounding may flip one in a hundred."""
    return exam.unsteady > max(2, _STEADY * exam.repeated)


def _untrained(patient: Patient) -> Params | None:
    """Nothing was drawn; or no parameter has changed, and no optimizer has been at work."""
    idle = patient.fact("changed") is False and not patient.fact("steps")
    passive = patient.fact("steps") == patient.fact("passes") == 0 and not patient.fact("changed")
    return {} if idle or passive or not patient.trained.drawn else None


def _other_model(patient: Patient) -> Params | None:
    """A copy of the trained one, made on the way, knows what that one knew then."""
    unchanged = patient.fact("changed") is False and bool(patient.fact("steps"))
    strange = patient.fact("stepped") is False and (patient.remembered or 0.0) < _HALF
    return {} if unchanged or strange else None


def _diverged(patient: Patient) -> Params | None:
    """NaN or infinity among the scores, at the end or on the way."""
    lost = [point.drawn for point in patient.exam.curve if not point.finite]
    scores = [a for a in patient.trained.answers if a.dtype.kind == "f"]
    ended = any(not np.isfinite(answer).all() for answer in scores)
    if not lost and not ended:
        return None
    drawn = lost[0] if lost else patient.trained.drawn
    return {"drawn": drawn, "passes": round(drawn / len(patient.lesson.feed.labels), 1)}


def _one_class(patient: Patient) -> Params | None:
    counts = np.bincount(patient.exam.answers[patient.exam.answers != NOWHERE], minlength=1)
    return {} if counts.max() >= _MOST * patient.exam.count else None


def _shifted(patient: Patient) -> Params | None:
    """Answers that are right but for a constant added to the class, as the lesson numbers them."""
    exam, numbers = patient.exam, patient.key.numbers
    known = exam.answers != NOWHERE
    said, meant = numbers[exam.answers[known]], numbers[exam.labels[known]]
    for step in (1, -1):
        if float((said == (meant + step) % exam.classes).sum()) > _HALF * exam.count:
            return {"step": step, "classes": exam.classes}
    return None


def _eval_mode(patient: Patient) -> Params | None:
    batches, evaluating = patient.fact("batches") or 0, patient.fact("evaluating") or 0
    tuned = patient.lesson.training.frozen is not None  # there it is a way to keep statistics
    return {} if batches and evaluating > _MOST * batches and not tuned else None


def _accumulated(patient: Patient) -> Params | None:
    steps, stale = patient.fact("steps") or 0, patient.fact("stale") or 0
    return {"stale": stale, "steps": steps} if steps and stale > _HALF * steps else None


def _unstable(patient: Patient) -> Params | None:
    exam = patient.exam
    return {"count": exam.unsteady, "total": exam.repeated} if unsteady(exam) else None


def _outside(patient: Patient) -> Params | None:
    """Much better on images in another range, than ever on these: it was trained on those."""
    labels = patient.key.labels[patient.key.watched]
    plain = float((patient.exam.answers[patient.key.watched] == labels).mean())
    best = max((point.accuracy for point in patient.exam.curve), default=0.0)
    for view, answer in zip(patient.lesson.views, patient.trained.views, strict=False):
        if answer is None:
            continue
        accuracy = float((published(answer, patient.key) == labels).mean())
        if accuracy > max(_LEARNED, max(plain, best) + _APPRECIABLY):
            return {"view": view.name, "accuracy": _percent(accuracy), "plain": _percent(plain)}
    return None


def _probabilities(patient: Patient) -> Params | None:
    tables = [a for a in patient.trained.answers if a.ndim > 1 and a.dtype.kind == "f"]
    if not tables:
        return None
    scores = np.concatenate(tables)
    sums = scores.sum(axis=1)
    return {} if (scores >= 0).all() and np.allclose(sums, 1, atol=1e-3) else None


def _little(patient: Patient) -> Params | None:
    budget = patient.lesson.feed.samples
    drawn = patient.trained.drawn
    return {"drawn": drawn, "samples": budget} if drawn < _HALF * budget else None


def _unlearned(patient: Patient) -> Params | None:
    """What it was trained on is not known well enough to build upon."""
    share = patient.remembered
    return {"known": _percent(share)} if share is not None and share < _KNOWS else None


def _by_heart(patient: Patient) -> Params | None:
    """What it was trained on is known, and little follows for what is like it."""
    share = patient.remembered
    return {"known": _percent(share)} if share is not None and share >= _KNOWS else None


def _large_step(patient: Patient) -> Params | None:
    """It was better before: what was learned is thrown over by later steps."""
    curve = [point.accuracy for point in patient.exam.curve]
    if len(curve) < 4:  # noqa: PLR2004 - too few to speak of a course
        return None
    best, last = max(curve), min(curve[-1], float(patient.exam.accuracy))
    jumps = sum(before - after > _WOBBLED for before, after in pairwise(curve))
    fell = best - last > _FELL or jumps > len(curve) / 8
    return {"best": _percent(best), "last": _percent(last)} if fell else None


def _slow(patient: Patient) -> Params | None:
    """It was still rising when the budget ended, or its loss has hardly begun to fall."""
    curve = [point.accuracy for point in patient.exam.curve]
    quarter = len(curve) // 4
    if not quarter:
        return None
    rise = float(np.mean(curve[-quarter:]) - np.mean(curve[-2 * quarter : -quarter]))
    if rise > _ROSE:
        return {"rise": _percent(rise)}
    losses = [point.loss for point in patient.exam.curve if point.loss is not None]
    creeps = len(losses) > quarter and _CREPT * losses[0] < losses[-1] == min(losses) < losses[0]
    return {"rise": None} if creeps else None


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


SYMPTOMS: Mapping[str, Symptom] = {
    "training.untrained": _untrained,
    "training.accumulated": _accumulated,
    "training.diverged": _diverged,
    "training.other_model": _other_model,
    "training.shifted": _shifted,
    "training.probabilities": _probabilities,
    "training.outside": _outside,  # such a model often sees one class in images as they are
    "training.one_class": _one_class,
    "training.unstable": _unstable,
    "training.eval_mode": _eval_mode,
    "training.little": _little,
    "training.large_step": _large_step,
    "training.slow": _slow,
    "training.unlearned": _unlearned,
    "training.by_heart": _by_heart,
}
_BY_FORM: Mapping[str, tuple[Mapping[str, Symptom], str]] = {
    "text": (reading.SYMPTOMS, "reading.bits"),
    "drawings": (drawings.SYMPTOMS, "drawing.coverage"),
}
"""Symptoms of other trainings than those that sort into classes, and what is said if none fits."""
