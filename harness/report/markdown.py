"""Markdown in a terminal, with lines that break where Chinese and English allow it."""

import re
from collections.abc import Iterator
from unicodedata import combining, decomposition, normalize

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Markdown, Paragraph
from rich.padding import Padding
from rich.style import Style
from rich.text import Text as Line
from rich.theme import Theme


CODE = Style(color="cyan", meta={"code": True})
THEME = Theme({"markdown.code": CODE, "markdown.table.border": "dim"})
"""For the console that prints it: code is known by its style."""
_NEVER_FIRST = frozenset("，。、；：？！）」』》】〉”’…％,.;:?!)]}%")
_NEVER_LAST = frozenset("（「『《【〈“‘([{")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff“”‘’…—"
_SEAM_AFTER_A_STOP = re.compile(r"([，。、；：？！）]) *\n *(?![-*+>] |\d+[.)] |[|#\s])")
_SEAM = re.compile(rf"([{_WIDE}]\*{{0,2}}) *\n *(?=\*{{0,2}}[{_WIDE}])")
_BLOCK = re.compile(r"^(?:```[\s\S]*?^```|~~~[\s\S]*?^~~~|(?: {4,}\S.*\n?)+)", re.MULTILINE)
_PLAIN = str.maketrans({
    "−": "-", "–": "-", "—": "-", "─": "-", "━": "-", "│": "|", "┃": "|", "·": "*", "×": "x",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "→": "->", "←": "<-", "∞": "inf", "√": "sqrt",
    "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "•": "*", "′": "'", "\u0302": "^",
    "∂": "d", "Σ": "sum", "σ": "sigma", "μ": "mu", "ε": "eps", "π": "pi", "ξ": "xi", "η": "eta",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "θ": "theta", "λ": "lambda",
    "\u2044": "/",
})  # fmt: skip
"""For terminals that cannot print the letters of mathematics."""
_RAISED = {"<super>": "^", "<sub>": "_"}


class _Paragraph(Paragraph):
    """One that does not push a long Chinese passage to the next line as if it were a word."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        text = quoted(self.text) if console.color_system is None else self.text
        yield from folded(text, options.max_width)


class _Code(CodeBlock):
    """Formulas and code as they stand, set off by their place and colour alone."""

    def __rich_console__(self, _console: Console, _options: ConsoleOptions) -> RenderResult:
        yield Padding(Line(str(self.text).rstrip(), "cyan"), (0, 0, 0, 4))


class Prose(Markdown):
    """Markdown of the course: explanations and handouts. The console has to have THEME."""

    elements = {  # noqa: RUF012  # rich looks it up on the class
        **Markdown.elements,
        "paragraph_open": _Paragraph,
        "code_block": _Code,
        "fence": _Code,
    }

    def __init__(self, text: str) -> None:
        super().__init__(joined(text), hyperlinks=False)


def joined(text: str) -> str:
    """Lines that end and begin in Chinese belong together without a space between them."""
    done, parts = 0, []
    for block in _BLOCK.finditer(text):
        parts += [_seamless(text[done : block.start()]), block[0]]
        done = block.end()
    return "".join([*parts, _seamless(text[done:])])


def quoted(text: Line) -> Line:
    """The same without styles: code stands between backticks, as it was written."""
    plain, done, parts = text.plain, 0, []
    for span in text.spans:
        if isinstance(span.style, Style) and CODE.meta.items() <= span.style.meta.items():
            parts += [plain[done : span.start], f"`{plain[span.start : span.end]}`"]
            done = span.end
    return Line("".join([*parts, plain[done:]]))


def folded(text: Line, width: int) -> Iterator[Line]:
    """The lines of a paragraph."""
    for line in text.divide(breaks(text.plain, width)):
        line.rstrip()
        line.no_wrap = True
        yield line


def breaks(text: str, width: int) -> list[int]:
    """Where a text is broken into lines of at most `width` columns."""
    found: list[int] = []
    start = last = used = 0
    for at, letter in enumerate(text):
        if letter == "\n":
            start, used = at + 1, 0
            found.append(start)
            continue
        if at > start and _may_break(text[at - 1], letter):
            last = at
        size = cell_len(letter)
        if used + size > width and not letter.isspace():
            start = last if last > start else at
            found.append(start)
            used = cell_len(text[start:at])
        used += size
    return found


def printable(text: str, encoding: str | None) -> str:
    """The text in letters that a terminal of this encoding has: x² becomes x^2 where it has not."""
    encoding = encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        before = ["", *text[:-1]]
        return "".join(_letter(*pair, encoding) for pair in zip(text, before, strict=True))
    except LookupError:
        return printable(text, "ascii")
    return text


def _seamless(text: str) -> str:
    return _SEAM_AFTER_A_STOP.sub(r"\1", _SEAM.sub(r"\1", text))


def _may_break(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return before.isspace() and not after.isspace()
    if before in _NEVER_LAST or after in _NEVER_FIRST:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(letter: str) -> bool:
    return cell_len(letter) > 1 or letter in "“”‘’…"


def _letter(letter: str, before: str, encoding: str) -> str:
    if _has(encoding, letter):
        return letter
    raised = _raised(letter) if _raised(letter) != _raised(before) else ""
    parts = (
        one if _has(encoding, one) else one.translate(_PLAIN) for one in normalize("NFKD", letter)
    )
    spelled = "".join(one for one in parts if not combining(one[-1]))
    return raised + (spelled if _has(encoding, spelled) else "?")


def _raised(letter: str) -> str:
    """The sign for what stands above or below the line."""
    return _RAISED.get(decomposition(letter).partition(" ")[0], "") if letter else ""


def _has(encoding: str, text: str) -> bool:
    return text.encode(encoding, "ignore").decode(encoding) == text
