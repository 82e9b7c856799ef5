"""nbclient, bounded: what a kernel sends is trimmed before it is kept."""

from typing import Any

from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete

from .shown import CELL_OUTPUTS, CELL_PICTURES, CELL_TEXT, PNG, TEXT


LARGEST = 2**23
"""Bytes of one message; libzmq drops the connection of whoever sends a larger one."""
_MOST = 10 * CELL_OUTPUTS
"""Messages of one cell that are looked at; the rest of it is not shown."""
_OUTPUTS = frozenset({"stream", "display_data", "execute_result", "update_display_data", "error"})


class Client(NotebookClient):  # type: ignore[misc]  # it is Any to mypy
    """Keeps text and pictures of a few messages of each cell. Widgets are nobody's business."""

    def __init__(self, notebook: Any, **traits: Any) -> None:
        super().__init__(notebook, **traits)
        self.cut: set[int] = set()
        """Cells of which something was left out, by their place in the notebook."""
        self._seen: dict[int, int] = {}
        self._kept: dict[int, int] = {}

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """Take over a message of the kernel, or as much of it as is of use."""
        kind, content = msg.get("msg_type"), msg.get("content")
        if not isinstance(content, dict):
            return None
        if kind in _OUTPUTS:
            if not self._fits(cell_index, content):
                self.cut.add(cell_index)
                return None
        elif kind == "status":
            if content.get("execution_state") == "idle":
                raise CellExecutionComplete
            return None
        elif kind not in {"clear_output", "execute_input"}:
            return None
        return super().process_message(msg, cell, cell_index)

    def _fits(self, index: int, content: dict[str, Any]) -> bool:
        """Whether there is room for it; its content is trimmed to what may be shown."""
        self._seen[index] = self._seen.get(index, 0) + 1
        if self._seen[index] > _MOST:
            return False
        if "data" in content:
            self._trim(index, content)
        size = sum(map(len, content.get("data", {}).values())) + len(str(content.get("text", "")))
        self._kept[index] = self._kept.get(index, 0) + size
        return self._kept[index] <= 2 * (CELL_TEXT + CELL_PICTURES)

    def _trim(self, index: int, content: dict[str, Any]) -> None:
        """Of what is displayed, leave plain text and a PNG of bearable size."""
        found = content["data"] if isinstance(content["data"], dict) else {}
        kept = {mime: found[mime] for mime in (TEXT, PNG) if isinstance(found.get(mime), str)}
        for mime, most in ((TEXT, CELL_TEXT), (PNG, CELL_PICTURES)):
            if len(kept.get(mime, "")) > most:
                self.cut.add(index)
                kept[mime] = kept[mime][:most] if mime == TEXT else ""
        content["data"] = {mime: text for mime, text in kept.items() if text}
        content["metadata"] = {}
