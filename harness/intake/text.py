"""Python source as bytes: left as it is where Python reads it, converted where that is safe."""

import codecs
import io
import re
import tokenize
from collections.abc import Sequence

from harness.intake.finding import refusal, warning
from harness.model import Finding


_WIDE = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_COOKIE = re.compile(rb"^((?:\xef\xbb\xbf)?[ \t\f]*#.*?coding[:=][ \t]*)([-\w.]+)")
_PAIR = re.compile(rb"[\xa1-\xfe]{2}")
_NO_SOURCE = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape"})
"""Codecs that nobody writes source in; the first two take quadratic time."""
_LONE_CR = re.compile(rb"\r(?!\n)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_LEGACY = (("gb2312", "GBK"), ("gb18030", "GBK"), ("cp1252", "Windows-1252"))
_LEAST_ZEROS = 0.4
"""Of UTF-16 without a mark: as many of its characters are ASCII."""
_LEAST_PAIRS = 0.8
"""In Chinese text high bytes come in twos; in accented Latin text they stand alone."""
_LEAST_GOOD = 4
"""UTF-8 with as many good characters for each bad byte is damaged, not another encoding."""


def module(raw: bytes, file: str) -> tuple[bytes, tuple[Finding, ...]]:
    """Source that Python can read, and what was done to it.

    Syntax is nobody's business here. Raises UnreadableError where no conversion is safe.
    """
    data, notes = _narrow(raw, file)
    _refuse_nul(data, file)
    data, returns = _LONE_CR.subn(b"\n", data)
    if returns:
        notes = (*notes, warning("intake.text.returns", file=file, count=returns))
    if not _python_reads(data):
        text, note = legacy(data, file)
        data = _declared_utf8(text.encode())
        notes = (*notes, note)
    _refuse_empty(data, file)
    return data, notes


def legacy(data: bytes, file: str) -> tuple[str, Finding]:
    """Text that is not what it says it is, and a finding that names the encoding it has.

    UTF-8, GB2312 and Windows-1252 leave ASCII alone, so a wrong guess among them cannot change the
    code: at worst a comment or a string shows other letters. GBK does not, so most of what is
    not ASCII has to look like it. Raises UnreadableError where nothing fits.
    """
    text = _decoded(data, "utf-8")
    if text is not None:
        return text, warning("intake.text.cookie", file=file, encoding="UTF-8")
    at = _first_bad(data)
    line = data.count(b"\n", 0, at) + 1
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if _strange(text) > _LEAST_GOOD * bad:
        return text, warning("intake.text.damaged", file=file, line=line, count=bad)
    for encoding, name in _LEGACY:
        text = _decoded(data, encoding)
        if text is None or _CONTROL.search(text):
            continue
        if encoding != "gb18030" or len(_PAIR.findall(data)) >= _LEAST_PAIRS * _strange(text):
            return text, warning("intake.text.converted", file=file, encoding=name)
    raise refusal("intake.text.encoding", file=file, line=line, byte=f"0x{data[at]:02x}")


def _narrow(raw: bytes, file: str) -> tuple[bytes, tuple[Finding, ...]]:
    """UTF-16 and UTF-32 as UTF-8; everything else as it is."""
    encoding = next((name for mark, name in _WIDE if raw.startswith(mark)), None)
    codec = encoding or _unmarked(raw)
    if codec is None:
        return raw, ()
    name = encoding or "UTF-16"
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        raise refusal("intake.text.wide", file=file, encoding=name, byte=error.start) from error
    note = warning("intake.text.converted", file=file, encoding=name)
    return _declared_utf8(text.removeprefix("\ufeff").encode()), (note,)


def _unmarked(raw: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of ASCII is zero, and no other byte is."""
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    least = _LEAST_ZEROS * len(raw) / 2
    if len(raw) % 2 == 0 and even == 0 and odd > least:
        return "utf-16-le"
    return "utf-16-be" if len(raw) % 2 == 0 and odd == 0 and even > least else None


def _python_reads(data: bytes) -> bool:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(encoding).name in _NO_SOURCE:
            return False
        data.decode(encoding)
    except (SyntaxError, LookupError, ValueError):
        return False
    return True


def _declared_utf8(data: bytes) -> bytes:
    """The same with UTF-8 in the place of another encoding that the first two lines declare."""
    head, tail = _lines(data)
    lines = [_COOKIE.sub(rb"\1utf-8", line) for line in head]
    return b"".join((*lines, tail))


def _lines(data: bytes) -> tuple[Sequence[bytes], bytes]:
    stream = io.BytesIO(data)
    return (stream.readline(), stream.readline()), stream.read()


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strange(text: str) -> int:
    """How many characters are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _first_bad(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _refuse_nul(data: bytes, file: str) -> None:
    at = data.find(b"\0")
    if at >= 0:
        line = data.count(b"\n", 0, at) + 1
        raise refusal("intake.text.nul", file=file, line=line, count=data.count(0))


def _refuse_empty(data: bytes, file: str) -> None:
    lines = data.removeprefix(codecs.BOM_UTF8).splitlines()
    if all(not line.strip() or line.lstrip().startswith(b"#") for line in lines):
        raise refusal("intake.text.empty", file=file, size=len(data))
