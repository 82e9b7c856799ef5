"""A table of comma-separated values that is written back as it came, but for single cells."""

import re
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from harness.model import UsageError


_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ENCODINGS: tuple[str, ...] = ("utf-8", "gb18030")
"""GB 18030 is what Excel writes on a Chinese system, and more."""
_DECIMAL = re.compile(r"-?\d+(?P<mark>[.,])\d+")


@dataclass
class Row:
    """One line: each cell as it was written, quotes included, and what ended the line."""

    cells: list[str]
    end: str


@dataclass
class Sheet:
    """The whole table."""

    name: str
    """What messages call it."""
    mark: bytes
    """Of the byte order, or nothing."""
    encoding: str
    delimiter: str
    rows: list[Row] = field(repr=False)

    @classmethod
    def read(cls, raw: bytes, name: str) -> "Sheet":
        """The table, whatever program wrote it. Raises UsageError for what is none."""
        mark, encoding, text = _decoded(raw, name)
        delimiter = _delimiter(text)
        return cls(name, mark, encoding, delimiter, _rows(text, delimiter, name))

    def bytes(self, *, mark: bool = True) -> bytes:
        """The file again; `mark=False` leaves the mark of its byte order away."""
        text = "".join(self.delimiter.join(row.cells) + row.end for row in self.rows)
        return (self.mark if mark else b"") + text.encode(self.encoding)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """What the cells say, every one a string; short rows are filled up with nothing."""
        width = max((len(row.cells) for row in self.rows), default=0)
        said = [[_said(cell) for cell in row.cells] for row in self.rows]
        return pd.DataFrame([row + [""] * (width - len(row)) for row in said], dtype=str)

    def put(self, row: int, column: int, text: str) -> None:
        """Write one cell, in quotes if it was or has to be."""
        cells = self.rows[row].cells
        cells += [""] * (column + 1 - len(cells))
        quoted = cells[column].startswith('"') or any(c in text for c in f'{self.delimiter}"\r\n')
        escaped = text.replace('"', '""')
        cells[column] = f'"{escaped}"' if quoted else text

    def decimal(self, columns: list[int]) -> str:
        """The sign that stands before decimals in these columns; a point if none has any."""
        cells = self.frame[columns].to_numpy().ravel() if columns else []
        found = [hit["mark"] for cell in cells if (hit := _DECIMAL.fullmatch(str(cell).strip()))]
        return "," if found and found.count(",") > len(found) / 2 else "."


def _decoded(raw: bytes, name: str) -> tuple[bytes, str, str]:
    if raw.startswith(b"PK\x03\x04"):
        raise UsageError(f"{name}: is an Excel file or a zip. Save it as CSV UTF-8 and give that.")
    mark, encodings = next(
        ((mark, (encoding,)) for mark, encoding in _MARKS if raw.startswith(mark)),
        (b"", _ENCODINGS),
    )
    for encoding in encodings:
        text = _text(raw[len(mark) :], encoding)
        if text is not None:
            return mark, encoding, text
    raise UsageError(f"{name}: neither UTF-8 nor GBK, so it cannot be read. Download it again.")


def _text(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _delimiter(text: str) -> str:
    """Whichever sign the first line has most of, outside of quotes."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(",;\t", key=first.count)


def _rows(text: str, delimiter: str, name: str) -> list[Row]:
    """Cells as they stand, split where RFC 4180 splits them."""
    cell = re.compile(
        rf'((?:"[^"]*(?:""[^"]*)*"[^{delimiter}\r\n]*)|(?:[^"{delimiter}\r\n][^{delimiter}\r\n]*)|)'
        rf"({delimiter}|\r\n|\n|\r|\Z)"
    )
    rows, cells, at = [], list[str](), 0
    while at < len(text):
        found = cell.match(text, at)
        if found is None:
            line = text.count("\n", 0, at) + 1
            raise UsageError(
                f"{name}, line {line}: a quotation mark is opened and never closed. Download the "
                "file again, and do not open it in a spreadsheet before."
            )
        cells.append(found[1])
        at = found.end()
        if found[2] != delimiter:
            rows.append(Row(cells, found[2]))
            cells = []
        elif at == len(text):
            cells.append("")
    if cells:
        rows.append(Row(cells, ""))
    return rows


def _said(cell: str) -> str:
    """What a cell means: without quotes."""
    if cell.startswith('"'):
        body, quote, rest = cell[1:].rpartition('"')
        return (body.replace('""', '"') if quote else cell[1:]) + rest
    return cell
