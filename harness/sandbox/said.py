"""What a submission prints: counted, and kept as far as it is of use."""

from harness.model import Limits


class Said:
    """What a submission printed: the first part is kept, all of it is counted."""

    def __init__(self, limits: Limits) -> None:
        self._cap = limits.output_kib * 1024
        self._flood = limits.output_kib * 1000 * 1024
        self._kept = bytearray()
        self._size = self._now = 0

    def anew(self) -> None:
        """Another worker begins: what an earlier one poured out is not its fault."""
        self._now = 0

    def add(self, data: bytes) -> None:
        """Count it, and keep what still fits."""
        self._size += len(data)
        self._now += len(data)
        self._kept += data[: self._cap - len(self._kept)]

    @property
    def text(self) -> str:
        """As text, whatever bytes it was."""
        more = self._size - len(self._kept)
        note = f"\n… {more} more bytes\n" if more else ""
        return self._kept.decode("utf-8", "replace") + note

    @property
    def flooded(self) -> bool:
        """A thousand times as much as is kept."""
        return self._now > self._flood
