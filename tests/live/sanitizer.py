"""What JupyterLab's sanitizer lets through, of what we use: its list, written down (4.x).

A property whose value it does not know is dropped in silence, so values are held to it as well.
"""

import re
from collections.abc import Iterator

from tests.report.page import Element


EVERYWHERE = {"class", "dir", "lang", "style", "title"}
"""`id`, `role`, `tabindex` and all of aria are not among them."""
TAGS = {
    "b": set(), "br": set(), "code": set(), "details": {"open"}, "div": set(), "em": set(),
    "li": set(), "mark": set(), "meter": {"high", "low", "max", "min", "value"}, "p": set(),
    "pre": set(), "small": set(), "span": set(), "strong": set(), "summary": set(),
    "table": set(), "tbody": set(), "td": {"colspan", "rowspan", "scope"}, "tfoot": set(),
    "th": {"colspan", "rowspan", "scope"}, "thead": set(), "tr": set(), "ul": set(), "wbr": set(),
}  # fmt: skip
LENGTH = r"(?:0|\d*\.?\d+(?:px|em|rem|%))"
COLOUR = r"(?:#[0-9a-f]+|transparent|rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\))"
LINE = rf"(?:(?:{LENGTH}|none|dotted|dashed|solid|double|{COLOUR})\s*){{1,3}}"
STYLES = {
    "background": COLOUR,
    "border": LINE,
    "border-bottom": LINE,
    "border-collapse": "collapse|separate",
    "border-left": LINE,
    "cursor": "auto|default|pointer|text|help",
    "font-family": r"serif|sans-serif|monospace",
    "font-size": rf"smaller|larger|small|medium|large|{LENGTH}",
    "font-weight": "normal|bold|[1-9]00",
    "line-height": rf"normal|\d*\.?\d+|{LENGTH}",
    "margin": rf"(?:(?:{LENGTH}|auto)\s*){{1,4}}",
    "max-width": LENGTH,
    "opacity": r"1(?:\.0+)?|0(?:\.\d+)?",
    "overflow-wrap": "normal|break-word",
    "padding": rf"(?:{LENGTH}\s*){{1,4}}",
    "padding-left": LENGTH,
    "text-align": "left|right|center|justify",
    "vertical-align": "baseline|top|middle|bottom",
    "white-space": "normal|pre|nowrap|pre-wrap|pre-line",
    "width": LENGTH,
}


def dropped(root: Element) -> Iterator[str]:
    """What would be missing afterwards."""
    for element in root.all():
        known = TAGS.get(element.tag)
        if known is None:
            yield f"<{element.tag}>"
            continue
        for name in element.attributes.keys() - EVERYWHERE - known:
            yield f"<{element.tag} {name}>"
        for part in filter(str.strip, (element.attributes.get("style") or "").split(";")):
            name, _, value = part.partition(":")
            if not re.fullmatch(STYLES.get(name.strip(), r"(?!)"), value.strip(), re.IGNORECASE):
                yield f"style {part.strip()}"
