"""One training inside: a loader that asks outward, a watch, and answers about test samples.

inward    {exercise, training, …}            the lesson, without any sample to train on
outward   {kind: draw, feed, size, new}      samples are asked for,
inward    {inputs, labels, left}
outward   {kind: glimpse, value, drawn}      and what the model says meanwhile is told,
inward    {}
outward   {kind: learned, facts}             until the function has returned
inward    {inputs, scale, shift, fresh}      test samples, batch by batch
inward    {write}                            of a text: so many characters of its own
inward    {count, seed}                      of a model that draws: so many new images
outward   {kind: answered, value}
inward    {}                                 that was all
"""

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

from .loader import Hand, Loader
from .nodes import Caps
from .plain import Array, RefusedError, Taker
from .watch import Watch, bits


Converse = Callable[[dict[str, Any]], dict[str, Any]]
_HALF = 0.5
"""Above it a pixel is drawn."""
_APART = 5
"""From one look at a model that reads to the next, its steps grow by a fifth."""


class Lesson:
    """One training, from the order to its last answer."""

    def __init__(
        self, order: dict[str, Any], drive: ModuleType, names: dict[str, Any], converse: Converse
    ) -> None:
        self._order, self._drive, self._names = order, drive, names
        self._converse = converse
        self._hand, self._show = _FORMS[order["form"]]
        self._due = 0

    def run(self, caps: Caps) -> dict[str, Any]:
        """The last message of the lesson. Exceptions of the student's pass through."""
        if self._order["form"] == "text":
            return self._read(caps)
        if self._order["form"] == "drawings":
            return self._drawn(caps)
        order, name = self._order, self._order["drive"]
        before = self._loader("before", order["before"]) if order["before"] else None
        start = getattr(self._drive, f"{name}_start", None)
        model = None
        if start is not None:
            model = start(
                names=self._names, seed=order["seed"], device=order["device"],
                data=order["data"], before=before,
            )  # fmt: skip
        predict = getattr(self._drive, f"{name}_predict")
        self._watch = watch = Watch(model, predict, order["device"])
        kept = self._frozen(model)
        loader = self._loader("feed", order["samples"])
        trained = self._trained(watch, model, loader)
        watch.frozen(kept, self._frozen(trained))
        asked = self._converse({"kind": "learned", "facts": dict(watch.facts)})
        while "inputs" in asked:
            shown = self._show(asked["inputs"], asked["scale"], asked["shift"])
            answer = Taker(caps).value(predict(trained, shown))
            asked = self._converse({"kind": "answered", "value": answer})
        return {"kind": "done"}

    def _read(self, caps: Caps) -> dict[str, Any]:
        """The same where a whole text is trained on, and another one is read afterwards."""
        order, name = self._order, self._order["drive"]
        predict = getattr(self._drive, f"{name}_predict")
        letters, shape = order["letters"], order["watched"].shape

        def glanced(model: Any, flat: Array) -> Array:
            scores, _ = predict(model, flat.reshape(shape).astype(np.int64), None, letters)
            return np.asarray(scores).reshape(len(flat), -1)

        self._watch = watch = Watch(None, glanced, order["device"], wide=len(letters))
        watch.after_step = self._stepped
        text = "".join(letters[place] for place in order["text"].tolist())
        trained = self._trained(watch, None, text)
        watch.model = trained
        self._glance(int(watch.facts.get("steps", 0)))
        asked, state = self._converse({"kind": "learned", "facts": dict(watch.facts)}), None
        while "inputs" in asked or "write" in asked:
            if "write" in asked:
                value = Taker(caps).value(self._written(trained, asked["write"], letters))
                asked = self._converse({"kind": "answered", "value": value})
                continue
            ids = asked["inputs"].astype(np.int64)[:, np.newaxis]
            scores, state = predict(trained, ids, None if asked["fresh"] else state, letters)
            answer = Taker(caps).value(np.asarray(scores)[:, -1])
            asked = self._converse({"kind": "answered", "value": answer})
        return {"kind": "done"}

    def _drawn(self, caps: Caps) -> dict[str, Any]:
        """The same where all images are given at once, and new ones are asked for afterwards."""
        order, name = self._order, self._order["drive"]
        draw = getattr(self._drive, f"{name}_draw")
        watch = Watch(None, _nothing, order["device"])
        images, _ = self._hand(order["images"], np.zeros(0, np.int64))
        shape = order["images"].shape[1:]
        trained = self._trained(watch, None, images)
        asked = self._converse({"kind": "learned", "facts": dict(watch.facts)})
        while "count" in asked:
            found = Taker(caps).value(draw(self._names, trained, asked["count"], asked["seed"]))
            fits = isinstance(found, np.ndarray) and found.shape == (asked["count"], *shape)
            white = found > _HALF if fits and found.dtype.kind in "biuf" else found
            asked = self._converse({"kind": "answered", "value": white})
        return {"kind": "done"}

    def _trained(self, watch: Watch, model: Any, loader: Any) -> Any:
        """What the student's function makes of it, watched; RefusedError if it is nothing."""
        order = self._order
        with watch.hooks():
            trained = getattr(self._drive, order["drive"])(
                self._names[order["exercise"]], model=model, loader=loader,
                seed=order["seed"], device=order["device"],
            )  # fmt: skip
        if trained is None:
            raise RefusedError("no model was returned", None)
        watch.end(trained)
        return trained

    def _written(self, trained: Any, length: int, letters: str) -> Array | None:
        """What the trained model writes, as ids; None if it, or the drive, does not write."""
        write = getattr(self._drive, f"{self._order['drive']}_write", None)
        if write is None:
            return None
        with suppress(Exception):  # it is for reading: where `sample` is at fault, that is told
            said = write(self._names, trained, length, self._order["seed"])
            return np.array([letters.find(letter) for letter in str(said)[:length]], np.int64)
        return None

    def _stepped(self, steps: int) -> None:
        """At some moments, further and further apart, see how far the model is."""
        if steps >= self._due:
            self._due = steps + 1 + steps // _APART
            self._glance(steps)

    def _glance(self, steps: int) -> None:
        found = self._watch.glimpse(self._order["watched"].ravel())
        if found is not None:
            self._converse({"kind": "glimpse", "value": found, "drawn": steps})

    def _frozen(self, model: Any) -> list[bytes] | None:
        name = f"{self._order['drive']}_frozen"
        frozen = getattr(self._drive, name, None)
        return None if frozen is None or model is None else bits(frozen(model))

    def _loader(self, feed: str, samples: int) -> Loader:
        def fetch(number: int, new: bool) -> tuple[Array, Array, int]:  # noqa: FBT001
            got = self._converse({"kind": "draw", "feed": feed, "size": number, "new": new})
            return got["inputs"], got["labels"], got["left"]

        look = self._look if feed == "feed" else _look_away
        return Loader(self._order["counts"][feed], samples, fetch, self._hand, look)

    def _look(self, drawn: int) -> None:
        """Note the batch; at some moments, see how far the model is."""
        self._watch.batch()
        if drawn < self._due:
            return
        self._due = drawn + self._order["every"]
        found = self._watch.glimpse(self._show(self._order["watched"], 1.0, 0.0))
        if found is not None:
            self._converse({"kind": "glimpse", "value": found, "drawn": drawn})


def _nothing(_model: Any, _inputs: Array) -> None:
    """A model that draws answers no questions meanwhile."""


def _look_away(_drawn: int) -> None:
    """A training that only precedes is not watched."""


def _scaled(images: Array, scale: float, shift: float) -> Array:
    pixels = images.astype(np.float32) / np.float32(255)
    return (
        pixels if (scale, shift) == (1.0, 0.0) else pixels * np.float32(scale) + np.float32(shift)
    )


def _unscaled(inputs: Array, _scale: float, _shift: float) -> Array:
    return inputs


def _as_arrays(images: Array, labels: Array) -> tuple[Any, Any]:
    return _scaled(images, 1.0, 0.0), labels


def _as_tensors(images: Array, labels: Array) -> tuple[Any, Any]:
    torch = import_module("torch")  # only assignments in PyTorch come here
    return torch.from_numpy(_scaled(images, 1.0, 0.0)), torch.from_numpy(labels)


def _as_they_are(inputs: Array, labels: Array) -> tuple[Any, Any]:
    return inputs.copy(), labels  # a batch belongs to whoever drew it


_FORMS: dict[str, tuple[Hand, Callable[[Array, float, float], Array]]] = {
    "flat": (_as_arrays, _scaled),
    "images": (_as_tensors, _scaled),
    "trees": (_as_they_are, _unscaled),
    "text": (_as_they_are, _unscaled),
    "drawings": (_as_tensors, _unscaled),
}
"""How a batch is handed out to train with, and how samples are shown to be answered about."""
