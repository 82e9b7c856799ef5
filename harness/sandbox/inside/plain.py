"""An answer, whatever it is, as plain data that is ours, or the reason why it cannot be.

Only `type(x)` is believed, and only methods of the base classes are called: what an object says of
itself (`__class__`, `__array__`, `__eq__`, an overridden `view`) is never asked.
"""

from math import prod
from typing import Any

import numpy as np
from numpy import array as fresh
from numpy import frombuffer

from .nodes import DTYPES, MAX_DIMENSIONS, MAX_INTEGER_BITS, MAX_SIDE, Caps


Array = np.ndarray[Any, Any]
_view, _ndarray, _generic = np.ndarray.view, np.ndarray, np.generic
_REASONS = {"O": "object dtype", "V": "structured dtype", "S": "text", "U": "text", "T": "text"}


class RefusedError(Exception):
    """The answer is no plain data."""

    def __init__(self, reason: str, seen: object) -> None:
        super().__init__(reason)
        self.reason, self.seen = reason, type(seen).__qualname__[:80]


class Taker:
    """Takes one answer: `value` copies it, `leaves` are its arrays as they lie in memory."""

    def __init__(self, caps: Caps) -> None:
        self.caps, self.parts, self.size = caps, 0, 0
        self.leaves: list[Array] = []

    def value(self, found: Any, depth: int = 0) -> Any:
        """A plain copy of the answer."""
        self.parts += 1
        if self.parts > self.caps.parts:
            raise RefusedError("too many parts", found)
        if depth >= self.caps.depth:
            raise RefusedError("too deep", found)
        kind = type(found)
        if found is None or kind in (bool, float, complex):
            return found
        if kind is int:
            if found.bit_length() > MAX_INTEGER_BITS:
                raise RefusedError("too large", found)
            return found
        if kind is str:
            return _text(found)
        if issubclass(kind, _ndarray):
            return self._array(found)
        if issubclass(kind, _generic):
            return _scalar(found)
        return self._container(found, kind, depth + 1)

    def _container(self, found: Any, kind: type, depth: int) -> Any:
        if issubclass(kind, tuple):
            return tuple([self.value(item, depth) for item in tuple.__iter__(found)])
        if issubclass(kind, list):
            return [self.value(item, depth) for item in list.__iter__(found)]
        if issubclass(kind, dict):
            pairs = list(dict.items(found))
            if any(type(key) is not str for key, _ in pairs):
                raise RefusedError("dict with keys that are no text", found)
            return {_text(key): self.value(item, depth) for key, item in pairs}
        if kind.__module__.partition(".")[0] == "torch":
            raise RefusedError("torch tensor", found)
        raise RefusedError("no plain data", found)

    def _array(self, found: Any) -> Array:
        if type(found) is not _ndarray and _is_masked(type(found)):
            raise RefusedError("masked array", found)
        base = _view(found, _ndarray)
        dtype = _dtype(base.dtype, found)
        if base.ndim > MAX_DIMENSIONS:
            raise RefusedError("too many dimensions", found)
        self.size += prod(base.shape) * dtype.itemsize
        if self.size > self.caps.payload or max(base.shape, default=0) >= MAX_SIDE:
            raise RefusedError("too large", found)
        self.leaves.append(base)
        return fresh(base, dtype, order="C")


def _is_masked(kind: type) -> bool:
    """Without importing numpy.ma, which takes longer than all of ours."""
    return any(
        base.__name__ == "MaskedArray" and base.__module__.startswith("numpy.ma")
        for base in kind.__mro__
    )


def _scalar(found: Any) -> Any:
    """The scalar itself, rebuilt from its bytes where the class is somebody's own."""
    dtype = _dtype(_generic.dtype.__get__(found), found)
    if type(found) is dtype.type:
        return found
    return frombuffer(_generic.tobytes(found), dtype)[0]


def _dtype(dtype: np.dtype[Any], found: object) -> np.dtype[Any]:
    little = dtype.newbyteorder("<")
    if little.str in DTYPES:
        return little
    raise RefusedError(_REASONS.get(dtype.kind, f"dtype {str(dtype)[:40]}"), found)


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise RefusedError("text that is no Unicode", text) from None
    return text
