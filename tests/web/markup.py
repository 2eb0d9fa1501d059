"""A page as a tree of elements, for the tests of what is on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "path", "rect", "line"))


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def iter(self, *tags: str, **attributes: str) -> Iterator[Element]:
        """Elements below this one, of some kinds or of all, with these attributes."""
        for child in self.children:
            if isinstance(child, Element):
                has = (child[name.rstrip("_")] == one for name, one in attributes.items())
                if (not tags or child.tag in tags) and all(has):
                    yield child
                yield from child.iter(*tags, **attributes)

    def find(self, *tags: str, **attributes: str) -> Element:
        """The first of them."""
        return next(self.iter(*tags, **attributes))

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def has_class(self, name: str) -> bool:
        """Whether it is of a class."""
        return name in self["class"].split()

    def of_class(self, name: str) -> Iterator[Element]:
        """Elements below this one of a class."""
        return (one for one in self.iter() if one.has_class(name))

    @property
    def text(self) -> str:
        """All words in it, with single spaces."""
        return " ".join("".join(self._strings()).split())

    @property
    def lang(self) -> str:
        """The language its words are marked with."""
        return self["lang"] or (self.parent.lang if self.parent else "")

    def _strings(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, Element):
                yield from child._strings()
            else:
                yield child


def parse_page(text: str) -> Element:
    """The elements of a page; every one must be closed in its turn."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is not closed"
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("page")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        assert len(element.attributes) == len(attrs), f"<{tag}> has an attribute twice"
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)
