"""Other people's text and exact numbers, made fit to be shown."""

import re
import unicodedata
from bisect import bisect_right
from fractions import Fraction
from itertools import accumulate
from math import floor


SHOWN = 4_000
"""Characters of one piece of a student's text that a page shows."""

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
_HALVES = re.compile("[\ud800-\udfff]")
_JOINERS = frozenset("\u200c\u200d")
"""Invisible, but Persian words and emoji fall apart without them."""


def speaks_unicode(encoding: str | None) -> bool:
    """Whether signs like ✓ can be written to what has this encoding."""
    return (encoding or "").lower().replace("-", "").startswith(("utf8", "utf16", "gb18030"))


def points(value: Fraction) -> str:
    """At most two decimals, rounded half up once, from the exact value: `8.33`, `2.5`, `10`."""
    hundredths = floor(value * 100 + Fraction(1, 2))
    sign, (whole, rest) = "-" if hundredths < 0 else "", divmod(abs(hundredths), 100)
    return f"{sign}{whole}.{rest:02}".rstrip("0").rstrip(".")


def number(value: Fraction) -> int | float:
    """The nearest number that JSON can write."""
    return int(value) if value.denominator == 1 else float(value)


def visible(text: str) -> str:
    """Lines of text in which nothing acts: no colours, no cursor, no hidden or reversed letters."""
    return _spelled(_plain(text))


def one_line(text: str, limit: int = 500) -> str:
    """The same for the middle of a sentence: line breaks are shown as ⏎, the end is cut."""
    text = visible(text[: 4 * limit]).strip().replace("\n", " ⏎ ").replace("\t", " ")
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def difference(figure: str, limit: int = 80) -> str:
    """A number of a counterexample; that from NaN or infinity there is no difference."""
    return "–" if figure in {"nan", "inf", "-inf"} else one_line(figure, limit)


def cut(text: str, limit: int = SHOWN) -> tuple[str, int]:
    """At most `limit` characters, made visible, and how many of the text's own are left out."""
    text = _plain(text)
    shown = _spelled(text[:limit])
    if len(shown) <= limit:
        return shown, max(0, len(text) - limit)
    room = list(accumulate(len(_letter(letter)) for letter in text[:limit]))
    kept = bisect_right(room, limit)
    return _spelled(text[:kept]), len(text) - kept


def writable(text: str) -> str:
    """Half characters, as in file names that are no UTF-8, become � so that a file can hold it."""
    return text if text.isascii() else _HALVES.sub("�", text)


def _plain(text: str) -> str:
    return _ANSI.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _spelled(text: str) -> str:
    return text if text.isprintable() else "".join(map(_letter, text))


def _letter(letter: str) -> str:
    if letter.isprintable() or letter in "\n\t" or letter in _JOINERS:
        return letter
    return letter if unicodedata.category(letter) == "Zs" else f"⟨U+{ord(letter):04X}⟩"


_SETS = {
    "mnist": "MNIST",
    "fashion_mnist": "Fashion-MNIST",
    "cifar10": "CIFAR-10",
    "expressions": "Expressions",
    "tiny_shakespeare": "Tiny Shakespeare",
    "moby_dick": "Moby Dick",
}


def reached(share: float | None, even: float | None) -> str:
    """What a training reached: `97.31 %`, or `2.23 bits` where `even` is an even guess's."""
    if share is None:
        return "–"
    return f"{100 * share:.2f} %" if even is None else f"{(1 - share) * even:.2f} bits"


def title(data: str) -> str:
    """What a set is called by everybody."""
    return _SETS.get(data, data)
