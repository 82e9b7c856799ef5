"""What the cells showed, as JSON, for somebody to look at: text and pictures, each within bounds.

    [{"count": 3, "cut": false, "outputs": [
        {"kind": "stream", "name": "stdout", "text": "…"},
        {"kind": "text", "text": "…"}, {"kind": "png", "data": "base64"},
        {"kind": "error", "type": "…", "message": "…", "trace": "…"}]}, …]

One entry for each code cell. It is made where a student's code runs and can be forged by it: it is
shown beside the grade, and nothing is ever concluded from it.
"""

import json
from typing import Any

from ..tell import clean


TEXT, PNG = "text/plain", "image/png"
CELL_TEXT, CELL_PICTURES, CELL_OUTPUTS = 2**16, 2**21, 100
"""Characters of text and of base64, and outputs, that are kept of one cell."""
ALL_TEXT, ALL_PICTURES = 2**20, 2**23
"""And of a whole notebook."""
_PNG_BEGINS = "iVBORw0KGgo"
_SHORT = 500


class Budget:
    """How much may still be kept."""

    def __init__(self, text: int, pictures: int) -> None:
        self.text, self.pictures = text, pictures


class Page:
    """The outputs of one cell, as far as they fit."""

    def __init__(self, whole: Budget) -> None:
        self._whole, self._own = whole, Budget(CELL_TEXT, CELL_PICTURES)
        self.outputs: list[dict[str, Any]] = []
        self.cut = False

    def add(self, output: Any) -> None:
        """One output of nbformat 4; what it holds beside plain text and PNG is left out."""
        match output.get("output_type"):
            case "stream":
                self._stream("stderr" if output.get("name") == "stderr" else "stdout", output)
            case "display_data" | "execute_result":
                self._data(output.get("data"))
            case "error":
                trace = output.get("traceback")
                lines = trace if isinstance(trace, list) else []
                self._put(
                    {
                        "kind": "error",
                        "type": self._text(output.get("ename"), _SHORT),
                        "message": self._text(output.get("evalue"), 4 * _SHORT),
                        "trace": self._text("\n".join(str(line)[:CELL_TEXT] for line in lines)),
                    }
                )

    def _stream(self, name: str, output: Any) -> None:
        """What was printed in one go is one output, however many messages it was."""
        text, last = self._text(output.get("text")), self.outputs[-1] if self.outputs else {}
        if last.get("name") == name:
            last["text"] += text
        elif text:
            self._put({"kind": "stream", "name": name, "text": text})

    def _data(self, data: Any) -> None:
        picture = data.get(PNG) if isinstance(data, dict) else None
        if isinstance(picture, str) and picture.lstrip()[: len(_PNG_BEGINS)] == _PNG_BEGINS:
            picture = "".join(picture.split())
            if len(picture) <= min(self._own.pictures, self._whole.pictures):
                self._own.pictures -= len(picture)
                self._whole.pictures -= len(picture)
                self._put({"kind": "png", "data": picture})
                return
            self.cut = True
        if isinstance(data, dict) and TEXT in data:
            self._put({"kind": "text", "text": self._text(data[TEXT])})

    def _put(self, output: dict[str, Any]) -> None:
        if len(self.outputs) < CELL_OUTPUTS:
            self.outputs.append(output)
        else:
            self.cut = True

    def _text(self, found: Any, limit: int = CELL_TEXT) -> str:
        text = found if isinstance(found, str) else ""
        room = max(0, min(limit, self._own.text, self._whole.text))
        if len(text) > room:
            text, self.cut = text[:room], True
        self._own.text -= len(text)
        self._whole.text -= len(text)
        return clean(text, CELL_TEXT)


def shown(cells: list[Any], cut: set[int]) -> bytes:
    """The outputs of these code cells; of the cells in `cut` some were left out before."""
    whole, pages = Budget(ALL_TEXT, ALL_PICTURES), []
    for number, cell in enumerate(cells, 1):
        page, count = Page(whole), cell.get("execution_count")
        for output in cell.get("outputs", ()):
            page.add(output)
        for output in page.outputs:
            if output["kind"] == "stream":
                output["text"] = overwritten(output["text"])
        pages.append(
            {
                "count": count if type(count) is int and 0 <= count < 2**31 else None,
                "cut": page.cut or number in cut,
                "outputs": page.outputs,
            }
        )
    return json.dumps(pages, ensure_ascii=False).encode("utf-8", "backslashreplace")


def overwritten(text: str) -> str:
    """Of a line that was written over again and again, as a progress bar is, what stands at last.

    nbclient's own way takes time by the square of a line's length.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
