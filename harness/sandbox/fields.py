"""The named fields of a worker's frame, each checked before anybody looks at it."""

from typing import Any

import numpy as np

from harness.sandbox.inside.nodes import WireError


_TEXT = 20_000
_SHOWN_BYTES = 2**24
"""What is shown of a notebook is capped where it is made, to less than this."""


class Fields:
    """Named fields of one frame; one that is missing or of another type is a WireError."""

    def __init__(self, message: Any, nonce: str) -> None:
        self._message: dict[str, Any] = message if isinstance(message, dict) else {}
        if self._message.get("nonce") != nonce:
            raise WireError("an answer that belongs to no question")

    @property
    def message(self) -> dict[str, Any]:
        """The whole frame, unchecked."""
        return self._message

    def pairs(self, name: str) -> dict[str, Any]:
        """Values by name."""
        found = self._message.get(name)
        if isinstance(found, dict):
            return found
        raise WireError(f"{name}: {type(found).__name__} where a dict was expected")

    def has(self, name: str) -> bool:
        """Whether there is such a field."""
        return name in self._message

    def text(self, name: str) -> str:
        """Text of bounded length."""
        return _text(name, self._message.get(name))

    def maybe_text(self, name: str) -> str | None:
        """The same, or nothing."""
        return None if self._message.get(name) is None else self.text(name)

    def maybe_number(self, name: str) -> int | None:
        """A count, or nothing."""
        found = self._message.get(name)
        if found is None or (type(found) is int and 0 <= found < 2**31):
            return found
        raise WireError(f"{name}: {type(found).__name__} where a number was expected")

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(_text(name, item) for item in self.items(name))

    def some_of(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the known texts that are in the list; another text there is an error."""
        found = self.texts(name)
        if extra := set(found) - set(known):
            raise WireError(f"{name}: {min(extra)[:80]!r} is not one of {known}")
        return tuple(text for text in known if text in found)

    def flag(self, name: str) -> bool:
        """True or false."""
        found = self._message.get(name)
        if type(found) is bool:
            return found
        raise WireError(f"{name}: {type(found).__name__} where true or false was expected")

    def items(self, name: str) -> list[Any]:
        """A list."""
        found = self._message.get(name)
        if isinstance(found, list):
            return found
        raise WireError(f"{name}: {type(found).__name__} where a list was expected")

    def number(self, name: str) -> float:
        """A finite number that is not negative."""
        found = self._message.get(name)
        if type(found) is float and 0.0 <= found < float("inf"):
            return found
        raise WireError(f"{name}: {type(found).__name__} where a number was expected")

    def maybe_bytes(self, name: str) -> bytes | None:
        """Bytes, as an array, or nothing."""
        found = self._message.get(name)
        if found is None:
            return None
        if type(found) is np.ndarray and found.dtype == np.uint8 and found.nbytes <= _SHOWN_BYTES:
            return found.tobytes()
        raise WireError(f"{name}: {type(found).__name__} where bytes were expected")

    def value(self) -> Any:
        """The answer itself: any value there is."""
        if "value" in self._message:
            return self._message["value"]
        raise WireError("an answer without a value")


def _text(name: str, found: Any) -> str:
    if type(found) is str and len(found) <= _TEXT:
        return found
    raise WireError(f"{name}: {type(found).__name__} where a short text was expected")
