"""Names that are unique in a batch and safe in every file system, table and page."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence


LONGEST_BYTES = 120
"""File systems allow 143 to 255; `.json` and a temporary suffix must still fit."""

_SUFFIX = re.compile(
    r"(?<=.)(\.(py|ipynb)(\.(txt|json))?|\.tar(\.[a-z0-9]+)?|\.(zip|7z|rar|tgz|gz|bz2|xz))$",
    re.IGNORECASE,
)
_KEPT = frozenset("_-.+@()")
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE
)


def stem(label: str) -> str:
    """A file's name without the suffix that only says how it was packed."""
    return _SUFFIX.sub("", label)


def safe(text: str) -> str:
    """Letters of every script, digits and a few signs stay; the rest becomes `_`.

    No separator, control, bidi or invisible character survives, nothing that a spreadsheet takes
    for a formula or a shell for an option, and no name that means a device on Windows.
    """
    composed = unicodedata.normalize("NFC", text)
    name = _cut("".join(c if _stays(c) else "_" for c in composed), LONGEST_BYTES)
    if not name or unicodedata.category(name[0])[0] not in "LN_":
        name = "_" + name[1:]
    if name.endswith("."):
        name = name[:-1] + "_"
    return f"_{name[: LONGEST_BYTES // 4]}" if _RESERVED.fullmatch(name) else name


def key(name: str) -> str:
    """Two names with the same key are one file on a system that ignores case or accents' form."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", folded).casefold()


def deceives(path: str) -> bool:
    """Whether a file's name has characters that nobody sees and that change what is seen."""
    return any(unicodedata.category(c) in _UNSEEN or c in _BIDI for c in path)


def unique(labels: Sequence[str], stems: Sequence[str]) -> tuple[str, ...]:
    """One safe name for each label; a name that several wish for gets a digest of each label.

    None of them keeps the plain one, so that nobody can be called like somebody else.
    """
    wishes = [safe(wish) for wish in stems]
    wished = Counter(map(key, wishes))
    taken = {name for name, count in wished.items() if count > 1}
    names = []
    for wish, label in zip(wishes, labels, strict=True):
        names.append(_free(wish, label, taken))
        taken.add(key(names[-1]))
    return tuple(names)


def _free(wish: str, label: str, taken: set[str]) -> str:
    name, attempt = wish, 0
    while key(name) in taken:
        salted = f"{label}\0{attempt}" if attempt else label
        digest = hashlib.sha256(salted.encode("utf-8", "surrogateescape")).hexdigest()[:8]
        name = f"{_cut(wish, LONGEST_BYTES - 9)}-{digest}"
        attempt += 1
    return name


def _stays(character: str) -> bool:
    return character in _KEPT or unicodedata.category(character)[0] in "LMN"


def _cut(name: str, size: int) -> str:
    cut = name.encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
    return unicodedata.normalize("NFC", cut)
