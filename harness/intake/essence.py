"""What is left of a file when its form does not matter: to know an untouched starter again."""

import hashlib
import json

from harness.intake import kinds, notebook, text
from harness.intake.bounds import Bounds
from harness.intake.finding import UnreadableError


def of(data: bytes, bounds: Bounds) -> str:
    """A digest of the code alone: blind to line ends, outputs and a notebook's version."""
    try:
        code = code_of(data, bounds)
    except UnreadableError:
        code = data
    lines = [line.rstrip() for line in code.strip().splitlines()]
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


def code_of(data: bytes, bounds: Bounds) -> bytes:
    """A module's source, or the code cells of a notebook one after the other."""
    if kinds.by_content(data[: kinds.HEAD_BYTES]) != "notebook":
        return text.module(data, "")[0]
    normal = json.loads(notebook.notebook(data, "", bounds)[0])
    cells = [cell["source"] for cell in normal["cells"] if cell["cell_type"] == "code"]
    return "\n".join(cells).encode()
