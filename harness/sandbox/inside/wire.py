"""What crosses the wall: one frame is a JSON tree (see `nodes`) and the raw bytes of its arrays.

    frame  = magic ‖ u32 length of the tree ‖ u64 length of the bytes ‖ tree ‖ bytes

Nothing is unpickled and no length is believed: whatever the bytes are, reading them gives a value
or a WireError, and no more memory is taken than a small multiple of what `Caps` allows.
"""

import json
import struct
from typing import Any, NoReturn

from .nodes import MAX_INTEGER_BITS, Caps, Reader, WireError, Writer


MAGIC = b"HRN1"
PREFIX = struct.Struct("<4sIQ")
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack(value: Any, caps: Caps) -> bytes:
    """One frame with this value."""
    writer = Writer(caps)
    tree = _write(writer.node(value, 0))
    try:
        header = tree.encode()
    except UnicodeEncodeError:
        raise WireError("text that is no Unicode (a lone surrogate)") from None
    if len(header) > caps.tree:
        raise WireError(f"a tree of {len(header)} bytes; {caps.tree} are allowed")
    prefix = PREFIX.pack(MAGIC, len(header), writer.size)
    return b"".join((prefix, header, *writer.buffers))


def lengths(prefix: bytes, caps: Caps) -> tuple[int, int]:
    """How many bytes of tree and of arrays follow the first PREFIX.size bytes."""
    magic, tree, payload = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError(f"a frame begins with {MAGIC!r}, not with {magic!r}")
    if tree > caps.tree or payload > caps.payload:
        raise WireError(f"a frame of {tree} + {payload} bytes; {caps} are allowed")
    return tree, payload


def unpack(tree: bytes, payload: bytes, caps: Caps) -> Any:
    """The value in one frame."""
    reader = Reader(payload, caps)
    try:
        value = reader.value(_read(tree.decode()), 0)
    except (ValueError, OverflowError, RecursionError) as error:
        raise WireError(f"unreadable tree: {error}") from None
    if reader.at != len(payload):
        raise WireError(f"{len(payload) - reader.at} bytes belong to no array")
    return value


def whole(frame: bytes, caps: Caps) -> Any:
    """The value in bytes that are one frame, no less and no more."""
    if len(frame) < PREFIX.size:
        raise WireError(f"{len(frame)} bytes, expected at least {PREFIX.size}")
    tree, payload = lengths(frame[: PREFIX.size], caps)
    middle = PREFIX.size + tree
    if len(frame) != middle + payload:
        raise WireError(f"{len(frame)} bytes, expected {middle + payload}")
    return unpack(frame[PREFIX.size : middle], frame[middle:], caps)


def _no_number(text: str) -> NoReturn:
    raise WireError(f"the number {text[:40]!r}: floats travel as hex")


def _integer(text: str) -> int:
    if len(text) > MAX_INTEGER_BITS // 3:
        raise WireError(f"an integer of {len(text)} digits")
    return int(text)


_read = json.JSONDecoder(
    parse_float=_no_number, parse_constant=_no_number, parse_int=_integer
).decode
