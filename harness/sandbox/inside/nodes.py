"""Values as trees that JSON can hold, with the bytes of the arrays put aside.

    tree   = null | true | false | integer | "text"
           | ["f", hex] | ["c", hex, hex]           float, complex: their eight bytes
           | ["n", dtype, hex of the bytes]          NumPy scalar
           | ["a", dtype, shape, layout, writeable]  array; its bytes are the next ones, in C order
           | ["l", …] | ["t", …] | ["d", key, value, …]

Python floats, NumPy scalars and 0-d arrays stay three things.
"""

from dataclasses import dataclass
from math import prod
from struct import calcsize, pack, unpack
from typing import Any

import numpy as np
from numpy import bool_, frombuffer, generic, ndarray

from .layout import arrange, layout_of


DTYPES = {
    np.dtype(code).str: np.dtype(code)
    for code in (
        *("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"),
        *("<f2", "<f4", "<f8", "<c8", "<c16"),
    )
}
"""By the name that travels: little-endian, plain memory."""
MAX_DIMENSIONS = 8
MAX_SIDE = 2**31
MAX_INTEGER_BITS = 1024


class WireError(Exception):
    """These bytes are no frame, or this value is nothing that may travel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much one frame may hold."""

    tree: int = 2**20
    """Bytes of JSON."""
    payload: int = 2**26
    """Bytes of arrays."""
    parts: int = 20_000
    depth: int = 32


INWARD = Caps(tree=2**26, payload=2**31, parts=10**6)
"""What the judge sends is its own: submissions and arguments of any honest size."""


class Writer:
    """Values to nodes; arrays are put aside as they come."""

    def __init__(self, caps: Caps) -> None:
        self.caps, self.parts, self.size = caps, 0, 0
        self.buffers: list[bytes] = []

    def node(self, value: Any, depth: int) -> Any:
        """The tree of one value."""
        self.parts += 1
        if self.parts > self.caps.parts or depth > self.caps.depth:
            raise WireError(f"more than {self.caps.parts} parts or {self.caps.depth} levels")
        kind = type(value)
        if value is None or kind in (bool, str, int):
            return _short(value) if kind is int else value
        if kind in (list, tuple):
            return [kind.__name__[0], *[self.node(item, depth + 1) for item in value]]
        if kind is dict:
            return ["d", *self._pairs(value, depth + 1)]
        return self._number(value)

    def _number(self, value: Any) -> list[Any]:
        match value:
            case ndarray() if type(value) is ndarray:
                return self._array(value)
            case generic() if (name := value.dtype.newbyteorder("<").str) in DTYPES:
                return ["n", name, value.astype(DTYPES[name]).tobytes().hex()]
            case float() if type(value) is float:
                return ["f", _bits(value)]
            case complex() if type(value) is complex:
                return ["c", _bits(value.real), _bits(value.imag)]
        raise WireError(f"a value of type {type(value).__name__}")

    def _pairs(self, value: dict[Any, Any], depth: int) -> list[Any]:
        flat = []
        for key, item in value.items():
            if type(key) is not str:
                raise WireError(f"a key of type {type(key).__name__}")
            flat += [key, self.node(item, depth)]
        return flat

    def _array(self, array: ndarray[Any, Any]) -> list[Any]:
        little = array.dtype.newbyteorder("<")
        if little.str not in DTYPES or array.ndim > MAX_DIMENSIONS:
            raise WireError(f"an array of {array.dtype} with {array.ndim} dimensions")
        self.size += prod(array.shape) * little.itemsize
        if self.size > self.caps.payload or max(array.shape, default=0) >= MAX_SIDE:
            raise WireError(f"arrays of {self.size} bytes; {self.caps.payload} are allowed")
        self.buffers.append(array.astype(little, order="C", copy=False).tobytes())
        layout = layout_of(array)
        return ["a", little.str, list(array.shape), layout, bool(array.flags.writeable)]


def _short(value: int) -> int:
    if value.bit_length() > MAX_INTEGER_BITS:
        raise WireError(f"an integer of {value.bit_length()} bits")
    return value


def _bits(value: float) -> str:
    """All eight bytes: the sign of a NaN is in no other notation."""
    return pack(">d", value).hex()


def _float(digits: str) -> float:
    if len(data := bytes.fromhex(digits)) != calcsize(">d"):
        raise WireError(f"a float of {len(data)} bytes")
    number: float = unpack(">d", data)[0]
    return number


class Reader:
    """Nodes to values; arrays take their bytes in order, so none can overlap another."""

    def __init__(self, payload: bytes, caps: Caps) -> None:
        self.payload, self.caps = memoryview(payload), caps
        self.parts = self.at = 0

    def value(self, node: Any, depth: int) -> Any:
        """The value of one tree."""
        self.parts += 1
        if self.parts > self.caps.parts or depth > self.caps.depth:
            raise WireError(f"more than {self.caps.parts} parts or {self.caps.depth} levels")
        kind = type(node)
        if kind is str:
            return _text(node)
        if node is None or kind in (bool, int):
            return node
        match node[0] if kind is list and node else None:
            case "l":
                return [self.value(item, depth + 1) for item in node[1:]]
            case "t":
                return tuple([self.value(item, depth + 1) for item in node[1:]])
            case "d" if len(node) % 2 == 1:
                return self._dict(node[1::2], node[2::2], depth + 1)
        return self._number(node)

    def _number(self, node: Any) -> Any:
        match node:
            case ["a", str(name), list(shape), str(layout), bool(writeable)] if name in DTYPES:
                return self._array(DTYPES[name], shape, layout, writeable=writeable)
            case ["f", str(number)]:
                return _float(number)
            case ["c", str(real), str(imaginary)]:
                return complex(_float(real), _float(imaginary))
            case ["n", str(name), str(digits)] if name in DTYPES:
                return _scalar(DTYPES[name], bytes.fromhex(digits))
        raise WireError(f"an unknown node: {str(node)[:80]}")

    def _dict(self, keys: list[Any], items: list[Any], depth: int) -> dict[str, Any]:
        if set(map(type, keys)) - {str} or len(set(keys)) != len(keys):
            raise WireError("a dict whose keys are no text, or not distinct")
        return {_text(key): self.value(item, depth) for key, item in zip(keys, items, strict=True)}

    def _array(
        self, dtype: np.dtype[Any], shape: list[Any], layout: str, *, writeable: bool
    ) -> ndarray[Any, Any]:
        if len(shape) > MAX_DIMENSIONS or any(
            type(side) is not int or not 0 <= side < MAX_SIDE for side in shape
        ):
            raise WireError(f"an array of shape {str(shape)[:80]}")
        size = prod(shape) * dtype.itemsize
        if size > len(self.payload) - self.at:
            raise WireError(f"an array of {size} bytes where {len(self.payload) - self.at} are")
        axes = layout[1:]
        if layout[:1] not in tuple("CFSR") or any(
            axis not in "01234567"[: len(shape)] for axis in axes
        ):
            raise WireError(f"an array in layout {layout[:20]!r}")
        part = self.payload[self.at : self.at + size]
        self.at += size
        flat = frombuffer(part, "u1") != 0 if dtype.kind == "b" else frombuffer(part, dtype)
        return arrange(flat.reshape(shape), layout, writeable=writeable)


def _scalar(dtype: np.dtype[Any], data: bytes) -> generic:
    if len(data) != dtype.itemsize:
        raise WireError(f"{len(data)} bytes for one {dtype}")
    number: generic = bool_(any(data)) if dtype.kind == "b" else frombuffer(data, dtype)[0]
    return number


def _text(text: str) -> str:
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise WireError("text that is no Unicode (a lone surrogate)") from None
    return text
