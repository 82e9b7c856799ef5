"""What a file is by its first bytes, whatever its name says."""

import re
from typing import Final, Literal


Kind = Literal["module", "notebook", "zip"]

HEAD_BYTES: Final = 4096

_MAGIC: Final = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"\x93NUMPY", "NumPy .npy"),
    (b"\x89HDF", "HDF5"),
)
_TAR_AT: Final = 257
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NAMED: Final = re.compile(r"\.(py|ipynb|zip)(\.(txt|json))?$", re.IGNORECASE)
SUFFIXES: Final[dict[Kind, str]] = {"module": ".py", "notebook": ".ipynb", "zip": ".zip"}
_KINDS: Final[dict[str, Kind]] = {"py": "module", "ipynb": "notebook", "zip": "zip"}
_NOTEBOOK: Final = re.compile(rb'\s*\{.*"(cells|nbformat|worksheets|metadata)"\s*:', re.DOTALL)
_PAGE: Final = re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE)


def foreign(head: bytes) -> str | None:
    """The name of a format that cannot be graded, if these bytes begin one."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return "tar"
    return "HTML" if _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")) else None


def by_name(name: str) -> Kind | None:
    """What the suffix promises; `a.py.txt` is what Windows makes of `a.py`."""
    match = _NAMED.search(name)
    return _KINDS[match[1].lower()] if match else None


def by_content(head: bytes) -> Kind | None:
    """What the bytes are, when they leave no doubt."""
    if head.startswith(_ZIP):
        return "zip"
    return "notebook" if _NOTEBOOK.match(head.removeprefix(b"\xef\xbb\xbf")) else None


def inside(names: frozenset[str]) -> str | None:
    """The name of a format that is a zip within: a Word file, trained weights, a wheel."""
    if "[Content_Types].xml" in names:
        for folder, name in (("word/", "DOCX"), ("xl/", "XLSX"), ("ppt/", "PPTX")):
            if any(member.startswith(folder) for member in names):
                return name
    if any(name.endswith("/data.pkl") for name in names):
        return "PyTorch .pt"
    if names and all(name.endswith(".npy") for name in names):
        return "NumPy .npz"
    return "ODF" if {"mimetype", "META-INF/manifest.xml"} <= names else None
