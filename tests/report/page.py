"""A page, read the way a browser and a screen reader do."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator


VOID = {"meta", "link", "wbr", "br", "hr", "input", "img"}


@dataclass
class Element:
    """One element with all that is in it."""

    tag: str
    attributes: dict[str, str | None]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.children)

    def all(self, *tags: str) -> "Iterator[Element]":
        """The elements inside with one of these tags, or all."""
        for one in self.children:
            if isinstance(one, Element):
                if not tags or one.tag in tags:
                    yield one
                yield from one.all(*tags)


class Reader(HTMLParser):
    """Raises where an element is not closed as it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Element(tag, dict(attrs), self.at))

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        assert self.at.parent
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read(page: str) -> Element:
    """The whole page."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.at is reader.root
    return reader.root


def first(page: str) -> str:
    """What stands beside the score."""
    sections = read(page).all("section")
    return " ".join(next(sections).text.split())
