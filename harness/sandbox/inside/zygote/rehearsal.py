"""Before the fork: questions of our own are asked and answered, so that no child is the first to.

Python rewrites a function once it has run a few times, and remembers where names were found; NumPy
looks up what each kind of operation needs. Whatever a child does for the first time it does in
pages of its own, and so would the next one.
"""

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from ..answer import Asked
from ..load import decoded
from ..nodes import INWARD, Caps
from ..tell import Book
from ..wire import pack, whole


_TIMES = 4
"""For each kind of question; together enough for Python to look at a function again."""
_WAYS = ("same", "pair", "number", "trouble", "fields")


class _Nobody:
    """A submission with nothing to hide."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.names: dict[str, Any] = dict.fromkeys(_WAYS, _Nobody.answer)

    @staticmethod
    def answer(x: Any) -> Any:
        """What a student's function would be."""
        return np.maximum(x, 0)


def rehearse() -> None:
    """Ask for arrays, numbers and exceptions, and let the answers travel nowhere."""
    drive = ModuleType("drive")
    vars(drive).update(
        same=lambda f, x, **_: f(x),
        pair=lambda f, x, **_: (f(x), [f(x)]),
        number=lambda f, x, **_: float(f(x).sum()),
        trouble=lambda f, x, **_: f(x).reshape(-1, 1000),
        fields=lambda f, x, **_: {"x": f(x), "n": x.size},
    )
    caps = Caps()
    asked = Asked(drive, _Nobody(Book(Path("/nobody"))), caps)
    for _ in range(_TIMES):
        decoded(b"import numpy as np\n")
        for way in _WAYS:
            for x in _arrays():
                arguments = {"x": x, "rate": 0.5, "n": 3, "axes": [0, 1], "how": "mean", "y": None}
                order = {"nonce": "", "exercise": way, "arguments": arguments}
                question = whole(pack(order, INWARD), INWARD)
                pack({"nonce": "", **asked(question, lambda message: message)}, caps)


def _arrays() -> list[Any]:
    """One of each layout, in both precisions."""
    x = np.linspace(-1.0, 1.0, 12).reshape(3, 4)
    return [x, x.astype(np.float32), np.asfortranarray(x), x[:, ::2], x[::-1], x[0], x[0, 0]]
