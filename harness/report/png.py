"""A PNG made again from the parts of it that are a picture: nothing else of it reaches a page.

Text, colour profiles, animation, whatever a program hides behind the end, are left out; a chunk
whose checksum is wrong, or a size that no figure has, makes it no picture at all.
"""

import struct
import zlib
from collections.abc import Iterator


BEGIN = b"\x89PNG\r\n\x1a\n"
SIDE, PIXELS = 10_000, 16_000_000
"""The largest side and area, in pixels: a browser takes four bytes for each."""
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_KEPT = (b"PLTE", b"tRNS", b"pHYs", b"IDAT")
_LENGTH = struct.Struct(">I")
_HEADER = struct.Struct(">IIBBBBB")


def picture(data: bytes) -> bytes | None:
    """The same picture without anything beside it, or None if it is none that one could show."""
    if not data.startswith(BEGIN):
        return None
    parts, begun = [BEGIN], False
    for kind, content in _chunks(data):
        if not begun and (kind != b"IHDR" or not _is_bearable(content)):
            return None
        if (begun and kind in _KEPT) or not begun:
            parts.append(_chunk(kind, content))
        begun = True
        if kind == b"IEND":
            has_pixels = any(part[4:8] == b"IDAT" for part in parts)
            return b"".join((*parts, _chunk(kind, b""))) if has_pixels else None
    return None


def encoded(pixels: bytes, width: int, height: int, channels: int) -> bytes:
    """A PNG of uint8 pixels, row by row: grey for one channel, colour for three."""
    colour = {1: 0, 3: 2}[channels]
    line = width * channels
    rows = (b"\0" + pixels[at : at + line] for at in range(0, height * line, line))
    header = _HEADER.pack(width, height, 8, colour, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return BEGIN + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk that is whole, until one is not."""
    at = len(BEGIN)
    while at + 12 <= len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        end = at + 8 + length
        if end + 4 > len(data) or _LENGTH.unpack_from(data, end)[0] != zlib.crc32(
            data[at + 4 : end]
        ):
            return
        yield data[at + 4 : at + 8], data[at + 8 : end]
        at = end + 4


def _is_bearable(header: bytes) -> bool:
    if len(header) != _HEADER.size:
        return False
    width, height, depth, colour, compression, filtering, interlace = _HEADER.unpack(header)
    sides = 0 < width <= SIDE and 0 < height <= SIDE and width * height <= PIXELS
    known = depth in _DEPTHS.get(colour, ()) and interlace in (0, 1)
    return sides and known and compression == filtering == 0


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return _LENGTH.pack(len(content)) + body + _LENGTH.pack(zlib.crc32(body))
