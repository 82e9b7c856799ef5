"""Answers about a text laid beside it: bits per character, told as the share of bits that is saved.

    saved = 1 − bits / log₂(letters)          0 for an even guess, 1 for a text known by heart

Scores are normalised here, whatever came: logits and log-probabilities say the same.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import log, log2

import numpy as np

from harness.judge.exam import Exam
from harness.judge.patient import Params, Patient, Symptom
from harness.model import AnswerKey, Glimpse, Point, Trained


_WORST = 20.0
"""Bits for one character, at most: what is surer of something wrong is no worse."""
_SAME = 0.1
"""Bits by which memory has to help to be called one."""
_ECHO = 0.8
_HARDLY = 0.25
"""Bits below an even guess that show next to nothing learned."""
_FALLING = 0.08
_ROSE = 0.15


def read(key: AnswerKey, trained: Trained) -> Exam:
    """The answers of one training, compared with the text."""
    letters = len(key.numbers)
    scored = range(key.unscored, len(key.labels))
    costs = [_cost(trained.answers[t], key.labels[t], key) for t in scored]
    bits = float(np.mean(costs)) if costs else _WORST
    guesses = sum(_right(trained.answers[t], key.labels[t], key) for t in scored)
    saved = max(0.0, 1 - bits / log2(letters))
    return Exam(
        right=guesses,
        count=sum(len(key.labels[t]) for t in scored),
        classes=letters,
        curve=tuple(_point(glimpse, key) for glimpse in trained.glimpses),
        saved=Fraction(str(round(saved, 6))),
        bits=bits,
    )


def _cost(answer: np.ndarray, letters: np.ndarray, key: AnswerKey) -> np.ndarray:
    """Bits for each of these characters."""
    if not _fits(answer, key):
        return np.full(len(letters), _WORST)
    scores = answer.astype(np.float64)
    with np.errstate(all="ignore"):
        top = scores.max(axis=-1, keepdims=True)
        whole = np.log(np.exp(scores - top).sum(axis=-1)) + top[..., 0]
        there = np.take_along_axis(scores, key.numbers[letters][..., np.newaxis], axis=-1)[..., 0]
        bits = (whole - there) / log(2)
    return np.asarray(np.minimum(np.where(np.isfinite(bits), bits, _WORST), _WORST))


def _right(answer: np.ndarray, letters: np.ndarray, key: AnswerKey) -> int:
    if not _fits(answer, key):
        return 0
    return int((answer.argmax(axis=-1) == key.numbers[letters]).sum())


def _fits(answer: np.ndarray, key: AnswerKey) -> bool:
    """Scores for every character that there is."""
    return answer.ndim > 1 and answer.shape[-1] == len(key.numbers)


def _point(glimpse: Glimpse, key: AnswerKey) -> Point:
    """On the watched pieces of the training text, at one moment."""
    answer = glimpse.answer
    finite = bool(np.isfinite(answer).all())
    shape = (*key.watched.shape, len(key.numbers))
    if answer.size != int(np.prod(shape)):
        return Point(drawn=glimpse.drawn, accuracy=0.0, loss=None, finite=finite)
    bits = float(_cost(answer.reshape(shape), key.watched, key).mean())
    saved = max(0.0, 1 - bits / log2(len(key.numbers)))
    loss = bits * log(2) if finite else None
    return Point(drawn=glimpse.drawn, accuracy=saved, loss=loss, finite=finite)


def _untrained(patient: Patient) -> Params | None:
    """No step was taken and nothing was sent backwards."""
    return {} if patient.fact("steps") == patient.fact("passes") == 0 else None


def _other_model(patient: Patient) -> Params | None:
    return {} if patient.fact("stepped") is False else None


def _diverged(patient: Patient) -> Params | None:
    """NaN or infinity, at the end or on the way."""
    lost = [point.drawn for point in patient.exam.curve if not point.finite]
    ended = any(not np.isfinite(answer).all() for answer in patient.trained.answers)
    if not lost and not ended:
        return None
    return {"steps": lost[0] if lost else int(patient.fact("steps") or 0)}


def _accumulated(patient: Patient) -> Params | None:
    steps, stale = patient.fact("steps") or 0, patient.fact("stale") or 0
    return {"stale": stale, "steps": steps} if steps and stale > steps / 2 else None


def _probabilities(patient: Patient) -> Params | None:
    """Not negative, and they sum to 1."""
    scores = patient.trained.answers[-1]
    fine = scores.ndim > 1 and (scores >= 0).all() and np.allclose(scores.sum(-1), 1, atol=1e-3)
    return {} if fine else None


def _echo(patient: Patient) -> Params | None:
    """It is surest of the character that it has just read."""
    read_, said = patient.lesson.questions[-1], patient.trained.answers[-1]
    same = said.ndim > 1 and float((said.argmax(axis=-1) == read_).mean()) > _ECHO
    return {} if same else None


def _forgetful(patient: Patient) -> Params | None:
    """With all that came before, it predicts no better than from one character alone."""
    answer, labels = patient.trained.familiar, patient.key.familiar
    if answer is None or labels is None or patient.exam.bits is None:
        return None
    alone = float(_cost(answer, labels, patient.key).mean())
    even = log2(patient.exam.classes)
    if patient.exam.bits > even - _HARDLY or patient.exam.bits < alone - _SAME:
        return None
    return {"alone": f"{alone:.2f}", "bits": f"{patient.exam.bits:.2f}"}


def _nothing(patient: Patient) -> Params | None:
    """About as good as an even guess, or worse, and never better on its own text either."""
    bits, even = patient.exam.bits, log2(patient.exam.classes) - _HARDLY
    never = min(_curve(patient), default=even) >= even
    return {} if never and bits is not None and bits > even else None


def _by_heart(patient: Patient) -> Params | None:
    """What it was trained on costs it far fewer bits than what it was not."""
    known, bits = _last(patient), patient.exam.bits
    if known is None or bits is None or known > 0.7 * bits:
        return None
    return {"known": f"{known:.2f}", "bits": f"{bits:.2f}"}


def _large_step(patient: Patient) -> Params | None:
    curve = _curve(patient)
    if len(curve) < 4 or curve[-1] < min(curve) + _ROSE:  # noqa: PLR2004 - too few for a course
        return None
    return {"best": f"{min(curve):.2f}", "last": f"{curve[-1]:.2f}"}


def _slow(patient: Patient) -> Params | None:
    """Still falling when it ended."""
    curve = _curve(patient)
    if len(curve) < 4 or curve[-4] - curve[-1] < _FALLING:  # noqa: PLR2004
        return None
    return {"fall": f"{curve[-4] - curve[-1]:.2f}"}


def _curve(patient: Patient) -> list[float]:
    """In bits."""
    losses = [point.loss for point in patient.exam.curve]
    return [loss / log(2) for loss in losses if loss is not None]


def _last(patient: Patient) -> float | None:
    curve = _curve(patient)
    return curve[-1] if curve else None


SYMPTOMS: Mapping[str, Symptom] = {
    "reading.untrained": _untrained,
    "reading.accumulated": _accumulated,
    "reading.diverged": _diverged,
    "reading.other_model": _other_model,
    "reading.probabilities": _probabilities,
    "reading.echo": _echo,
    "reading.forgetful": _forgetful,
    "reading.by_heart": _by_heart,
    "reading.nothing": _nothing,
    "reading.large_step": _large_step,
    "reading.slow": _slow,
}
