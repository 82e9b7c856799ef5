"""A notebook as it ran, to look at: text, output, a drawing, an error, an interrupted cell."""

import base64
import json
import struct
import zlib
from typing import Any

from tests.report.build import finding


def png(width: int = 240, height: int = 60, *more: tuple[bytes, bytes]) -> bytes:
    """A grey picture, with further chunks before its end."""
    rows = zlib.compress((b"\0" + bytes([128]) * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), *more, (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk with its length and checksum."""
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def source(*cells: str) -> bytes:
    """A notebook of these cells; those that begin with # and a blank are text."""
    made = [
        {"cell_type": "markdown" if text.startswith("# ") else "code", "source": text}
        for text in cells
    ]
    return json.dumps({"cells": made}).encode()


def shown(*cells: list[dict[str, Any]], cut: int = 0) -> bytes:
    """What the sandbox sends for these code cells; of one of them something was left out."""
    made = [
        {"count": number, "cut": number == cut, "outputs": outputs}
        for number, outputs in enumerate(cells, 1)
    ]
    return json.dumps(made).encode()


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"kind": "stream", "name": name, "text": text}


def drawn(data: bytes) -> dict[str, Any]:
    return {"kind": "png", "data": base64.b64encode(data).decode()}


SOURCE = source(
    "# Rectifiers\nWe write `relu` and look at it.",
    "import numpy as np\n\ndef relu(x):\n    return np.maximum(x, 0)",
    "print(relu(np.array([-1.0, 2.0])))\nrelu(np.array([3.0]))",
    "plt.plot(x, relu(x))",
    "undefined",
    "while True:\n    pass",
)
SHOWN = shown(
    [],
    [stream("[0. 2.]\n"), stream("a warning\n", "stderr"), {"kind": "text", "text": "array([3.])"}],
    [drawn(png())],
    [{
        "kind": "error", "type": "NameError", "message": "name 'undefined' is not defined",
        "trace": "Cell In[4], line 1\n----> 1 undefined\nNameError: name 'undefined' is not …",
    }],
    [],
    cut=2,
)  # fmt: skip
FINDINGS = (
    finding("load.raised", "error", params={"type": "NameError", "message": "…", "cell": 4}),
    finding("load.cell.interrupted", "timeout", params={"cell": 5, "seconds": 10.0}),
)
