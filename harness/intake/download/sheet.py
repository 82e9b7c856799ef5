"""Small tables that people keep, whatever program saved them."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from harness.model import UsageError


_FORMULA = frozenset("=+-@\t\r")


def table(file: Path) -> Any:
    """A frame of strings: leading zeros of a student's number stay. Commas, semicolons or tabs."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}.") from error
    text = decoded(raw, file)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            dtype=str,
            keep_default_na=False,
            sep=delimiter,
            skip_blank_lines=True,
            index_col=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise UsageError(f"{file}: this is no table of comma-separated values: {error}.") from error
    return frame.fillna("")


def decoded(raw: bytes, file: Path) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, or what Excel writes on a Chinese system."""
    if raw.startswith(b"PK\x03\x04"):
        raise UsageError(f"{file}: is an Excel file or a zip. Save it as CSV UTF-8.")
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{file}: neither UTF-8 nor GBK. Save it as CSV UTF-8.")


def written(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> bytes:
    """A table for people and programs: UTF-8 with a mark, since Excel needs it for Chinese.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    cells = ([inert(row[column]) for column in columns] for row in rows)
    frame = pd.DataFrame(cells, columns=list(columns), dtype=str)
    text: str = frame.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig", "replace")


def inert(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not run it."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def plain(cell: str) -> str:
    """What stood there before `inert`."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell
