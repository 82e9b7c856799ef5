"""A training seen from outside: samples are handed out and counted, answers are collected.

The other side is `inside/train.py`, where the messages are listed.
"""

from collections.abc import Callable
from dataclasses import replace
from secrets import token_hex
from time import monotonic
from typing import Any

import numpy as np

from harness.model import (
    Broken,
    Evidence,
    Glimpse,
    Job,
    Lesson,
    Refused,
    Stopped,
    Trained,
)
from harness.sandbox import answers
from harness.sandbox.feed import Draws
from harness.sandbox.fields import Fields
from harness.sandbox.inside.nodes import INWARD, WireError
from harness.sandbox.inside.wire import pack


Exchange = Callable[[bytes, float], tuple[Any, float]]
"""A frame there, within so many seconds what comes back, and how long that took."""
GLIMPSES = 25
WRITTEN = 400
"""Characters that a model writes by itself."""
_TABLE = 2
_SCORES = range(2, 101)
"""How many there may be for one sample: one is no choice, and thousands would fill our memory."""
_FACTS = frozenset(
    (
        *("batches", "evaluating", "passes", "steps", "stale", "changed", "stepped"),
        *("kept", "moved", "on_device", "peak_mib"),
    )
)


def teach(exchange: Exchange, lesson: Lesson) -> Evidence:
    """Trained, or what came in place of it."""
    return _Teacher(exchange, lesson)()


class _Teacher:
    """One lesson with one worker."""

    def __init__(self, exchange: Exchange, lesson: Lesson) -> None:
        self._exchange, self._lesson = exchange, lesson
        self._nonce = token_hex(16)
        self._began = monotonic()
        self._draws = {"feed": Draws(lesson.feed)}
        if lesson.before is not None:
            self._draws["before"] = Draws(lesson.before)
        self._glimpses: list[Glimpse] = []

    def __call__(self) -> Evidence:
        learned = self._follow(self._order())
        if isinstance(learned, Fields):
            return self._examine(_facts(learned))
        return learned

    def _follow(self, message: dict[str, Any]) -> Fields | Evidence:
        """Hand out samples until the function has returned."""
        while True:
            heard = self._say(message)
            if not isinstance(heard, Fields):
                return heard
            match heard.text("kind"):
                case "draw":
                    message = self._handful(heard)
                case "glimpse":
                    message = self._note(heard)
                case "learned":
                    return heard
                case _:
                    return self._ended(heard)

    def _examine(self, facts: dict[str, int | float | bool]) -> Evidence:
        """Ask about the test samples."""
        found: list[np.ndarray] = []
        for inputs in self._lesson.questions:
            answer = self._ask(inputs, 1.0, 0.0, fresh=not found)
            if not isinstance(answer, np.ndarray):
                return answer
            found.append(answer)
        for count, seed in self._lesson.drawings:
            answer = self._drawing(count, seed)
            if not isinstance(answer, np.ndarray):
                return answer
            found.append(answer)
        written = self._written()
        familiar, views = self._besides()
        return Trained(
            answers=tuple(found),
            glimpses=tuple(self._glimpses),
            views=views,
            familiar=familiar,
            written=written,
            drawn=self._draws["feed"].drawn,
            facts=facts,
            seconds=self._taken,
        )

    def _drawing(self, count: int, seed: int) -> np.ndarray | Evidence:
        """So many new images."""
        shape = (count, *self._lesson.feed.inputs.shape[1:])
        return self._answered(
            {"count": count, "seed": seed},
            lambda found: _is_bool(found) and found.shape == shape,
            f"{count} images {list(shape)} were expected",
        )

    def _written(self) -> np.ndarray | None:
        """What a model that reads writes by itself, to be shown; it may be nothing."""
        if self._lesson.training.form != "text":
            return None
        heard = self._say({"write": WRITTEN})
        found = heard.value() if isinstance(heard, Fields) else None
        if not isinstance(found, np.ndarray) or found.ndim != 1 or found.dtype.kind != "i":
            return None
        return found if len(found) <= WRITTEN else None

    def _besides(self) -> tuple[np.ndarray | None, tuple[np.ndarray | None, ...]]:
        """Answers for diagnosis: to what was trained on, and to the watched ones in each view.

        They are beyond what was promised: they may fail, and it costs nothing.
        """
        lesson = self._lesson
        asked = [(lesson.watched, view.scale, view.shift) for view in lesson.views]
        if lesson.familiar is not None:
            asked.insert(0, (lesson.familiar, 1.0, 0.0))
        found: list[np.ndarray | None] = []
        for one in asked:
            answer = self._ask(*one)
            if not isinstance(answer, np.ndarray | Refused):
                break
            found.append(answer if isinstance(answer, np.ndarray) else None)
        else:
            self._say({})
        familiar = found.pop(0) if lesson.familiar is not None and found else None
        return familiar, tuple(found)

    def _ask(
        self, inputs: np.ndarray, scale: float, shift: float, *, fresh: bool = True
    ) -> np.ndarray | Evidence:
        """`fresh` where what is read begins anew and does not go on."""
        count = len(inputs)
        return self._answered(
            {"inputs": inputs, "scale": scale, "shift": shift, "fresh": fresh},
            lambda found: _is_answer(found, count),
            f"{count} answers for {count} samples were expected",
        )

    def _answered(
        self, message: dict[str, Any], fits: Callable[[Any], bool], expected: str
    ) -> np.ndarray | Evidence:
        """What comes back, if it is an answer at all and fits."""
        heard = self._say(message)
        if not isinstance(heard, Fields):
            return heard
        if heard.text("kind") != "answered":
            return self._ended(heard)
        found = heard.value()
        return found if fits(found) else _unfit(found, expected)

    def _order(self) -> dict[str, Any]:
        lesson = self._lesson
        before = 0 if lesson.before is None else lesson.before.samples
        text, drawings = (lesson.training.form == form for form in ("text", "drawings"))
        return {
            "nonce": self._nonce,
            "exercise": lesson.exercise,
            "drive": lesson.training.drive,
            "needs": list(lesson.training.functions),
            "lesson": {
                "form": lesson.training.form,
                "data": lesson.training.data,
                "seed": lesson.seed,
                "device": lesson.device,
                "samples": lesson.feed.samples,
                "before": before,
                "counts": {name: one.count for name, one in self._draws.items()},
                "every": max(1, lesson.feed.samples // GLIMPSES),
                "watched": lesson.watched,
                **({"text": lesson.feed.inputs, "letters": lesson.letters} if text else {}),
                **({"images": lesson.feed.inputs} if drawings else {}),
            },
        }

    def _say(self, message: dict[str, Any]) -> Fields | Stopped | Broken:
        """One message there and one back, within what is left of the time."""
        left = self._lesson.seconds - self._taken
        if left <= 0:  # each message may be quick, and there may be any number of them
            return self._late()
        found, _ = self._exchange(pack(message, INWARD), left)
        if isinstance(found, Stopped):
            return self._late() if found.limit == "time" else replace(found, seconds=self._taken)
        return Fields(found, self._nonce)

    def _late(self) -> Stopped:
        return Stopped(limit="time", detail=f"{self._lesson.seconds:g} s", seconds=self._taken)

    @property
    def _taken(self) -> float:
        return monotonic() - self._began

    def _handful(self, heard: Fields) -> dict[str, Any]:
        name = heard.text("feed")
        if name not in self._draws:
            raise WireError(f"samples of {name[:40]!r}")
        size = heard.maybe_number("size")
        return self._draws[name].take(size or 0, new=heard.flag("new"))

    def _note(self, heard: Fields) -> dict[str, Any]:
        answer = heard.value()
        watched, text = self._lesson.watched, self._lesson.training.form == "text"
        count = watched.size if text else len(watched)
        if len(self._glimpses) <= 2 * GLIMPSES and _is_answer(answer, count):
            drawn = heard.maybe_number("drawn") or 0
            drawn = drawn if text else min(drawn, self._draws["feed"].drawn)
            self._glimpses.append(Glimpse(drawn=drawn, answer=answer))
        return {}

    def _ended(self, heard: Fields) -> Evidence:
        """It raised, or said why there is nothing."""
        lesson = self._lesson
        asked = Job(
            exercise=lesson.exercise, probe=lesson.training.check, check=lesson.training.check,
            hidden=False, dtype="", arguments={},
        )  # fmt: skip
        return answers.evidence(heard.message, self._nonce, asked, self._taken)


def _is_answer(value: Any, count: int) -> bool:
    """`(N,)` classes or `(N, classes)` scores."""
    return (
        isinstance(value, np.ndarray)
        and value.dtype.kind in "biuf"
        and value.shape[:1] == (count,)
        and (value.ndim == 1 or (value.ndim == _TABLE and value.shape[1] in _SCORES))
    )


def _is_bool(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "b"


def _unfit(value: Any, expected: str) -> Refused:
    name = "None" if value is None else type(value).__name__
    seen = f"{value.dtype} {list(value.shape)}" if isinstance(value, np.ndarray) else name
    return Refused(reason=expected, seen=seen[:80])


def _facts(heard: Fields) -> dict[str, int | float | bool]:
    found = heard.pairs("facts")
    return {key: value for key, value in found.items() if key in _FACTS and _is_plain(value)}


def _is_plain(value: Any) -> bool:
    return type(value) is bool or (type(value) is int and 0 <= value < 2**53)
