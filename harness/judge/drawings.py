"""What drawings are worth, and what may be wrong with them: see `exhibition`."""

from collections.abc import Mapping

import numpy as np

from harness.judge.exam import Exam
from harness.judge.exhibition import Exhibition, exhibited
from harness.judge.patient import Params, Patient, Symptom
from harness.model import AnswerKey, Lesson, Picture, Trained


COPIED = 0.1
"""Five times what chance makes of honest drawings."""
_SHOWN = 24
_RARE = 0.01
_ALIKE = 0.5
_BLANK = 0.02
_BETTER = 0.05
"""Coverage by which drawings have to gain to be called turned over."""
_RAGGED = 1.6
"""Times as many changes from row to row as in real images: these rows do not know each other."""


def view(lesson: Lesson, key: AnswerKey, trained: Trained) -> Exam:
    """The drawings of one training laid beside real images, without copies.

    Who copies much has not learned to draw, and what is left over is no more than a copy spoilt.
    """
    shown = exhibited(lesson, key, trained)
    covered = shown.coverage(shown.all[~shown.copied & (not shown.hoarded)])
    count = len(shown.real)
    return Exam(right=int(covered * count), count=count, classes=len(key.numbers))


def remarks(patient: Patient) -> Mapping[str, Params]:
    """What there is to look at where no points were lost, by its code."""
    copied = _copied(patient)
    return {} if copied is None else {"drawing.copied": copied}


def pictures(patient: Patient) -> tuple[Picture, ...]:
    """Some of them, turned back as real ones are."""
    shown = _shown(patient)
    down, across = patient.key.turned
    drawings = shown.all[:_SHOWN, ::down, ::across]
    return tuple(
        Picture(
            pixels=(255 * one).astype(np.uint8).tobytes(),
            height=one.shape[0],
            width=one.shape[1],
            channels=1,
            label=int(label),
            answer=int(label),
            confidence=None,
        )
        for one, label in zip(drawings, shown.nearest[0], strict=False)
    )


def _shown(patient: Patient) -> Exhibition:
    return exhibited(patient.lesson, patient.key, patient.trained)


def _untrained(patient: Patient) -> Params | None:
    """No step was taken and nothing was sent backwards."""
    return {} if patient.fact("steps") == patient.fact("passes") == 0 else None


def _copied(patient: Patient) -> Params | None:
    shown = _shown(patient)
    share = float(shown.copied.mean())
    return {"share": round(100 * share)} if share > COPIED or shown.hoarded else None


def _blank(patient: Patient) -> Params | None:
    """Next to nothing is white, or next to nothing is black: NaN is black as well.

    One and the same image with something on it is told as that: chance has no part in it.
    """
    drawings = _shown(patient).all
    ink = float(drawings.mean())
    if _BLANK < ink < 1 - _BLANK or (0 < ink < 1 and (drawings == drawings[0]).all()):
        return None
    return {"ink": round(100 * ink, 1)}


def _alike(patient: Patient) -> Params | None:
    """Most of them are drawn several times."""
    drawings = _shown(patient).all
    different = len(np.unique(drawings.reshape(len(drawings), -1), axis=0))
    if different > _ALIKE * len(drawings):
        return None
    return {"different": different, "count": len(drawings)}


def _negative(patient: Patient) -> Params | None:
    shown = _shown(patient)
    return {} if _gains(patient, 1 - shown.all) else None


def _turned(patient: Patient) -> Params | None:
    """Rows for columns, upside down or left to right."""
    drawings = _shown(patient).all
    ways = (drawings.transpose(0, 2, 1), drawings[:, ::-1], drawings[:, :, ::-1])
    return {} if any(_gains(patient, np.ascontiguousarray(way)) for way in ways) else None


def _gains(patient: Patient, drawings: np.ndarray) -> bool:
    return float(_shown(patient).coverage(drawings)) > float(patient.exam.accuracy) + _BETTER


def _ragged(patient: Patient) -> Params | None:
    """From one row to the next far more pixels change than in real images."""
    shown = _shown(patient)
    drawn, real = (
        float(np.abs(np.diff(one, axis=1)).sum(axis=(1, 2)).mean())
        for one in (shown.all, shown.real)
    )
    return {"drawn": round(drawn), "real": round(real)} if drawn > _RAGGED * real else None


def _missing(patient: Patient) -> Params | None:
    """Classes that hardly ever come."""
    shown = _shown(patient)
    classes = np.bincount(shown.nearest[0], minlength=len(shown.key.numbers))
    rare = np.flatnonzero(classes < _RARE * len(shown.all))
    return {"classes": ", ".join(map(str, rare))} if len(rare) else None


SYMPTOMS: Mapping[str, Symptom] = {
    "drawing.copied": _copied,
    "drawing.untrained": _untrained,
    "drawing.blank": _blank,
    "drawing.alike": _alike,
    "drawing.negative": _negative,
    "drawing.turned": _turned,
    "drawing.ragged": _ragged,
    "drawing.missing": _missing,
}
