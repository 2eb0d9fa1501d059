"""The booklet as one HTML file: it asks for nothing else, and every browser can read and print it.

Texts meet the page only in templates that escape them. The style is part of the page and known to
its security policy by a hash; scripts, foreign pictures and style attributes are ruled out there.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from kb.export.description import (
    Agenda,
    Block,
    Booklet,
    Facts,
    Funding,
    Item,
    Listing,
    Map,
    Passage,
    Picture,
    Section,
    Stop,
    Text,
    Timeline,
    Words,
    iter_sections,
)
from kb.export.drawing import country_colours, draw_map
from kb.export.htmltext import (
    Cite,
    Column,
    Said,
    write_cites,
    write_inline,
    write_linked,
    write_pair,
    write_row,
    write_run,
)
from kb.translation.formats import is_right_to_left

if TYPE_CHECKING:
    from jinja2 import Environment

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that neither XML nor HTML allows."""
TEMPLATES = Path(__file__).parent / "templates"
"""Templates of booklets; pages use their macros."""
_LINKED = re.compile(r"(?:https?://|mailto:|tel:)[^\s]", re.IGNORECASE)
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NIGHT = "#1c1a18"
"""Background of dark pages, as in the style."""
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_SHORTEST = 0.01
"""A bar of less cannot be seen."""
_MOST_YEARS = 7
"""So many years can be written below a line of time."""


def render_html(booklet: Booklet) -> bytes:
    """The booklet as a page."""
    style = render_style(booklet.countries)
    page = (
        _environment()
        .get_template("booklet.html.j2")
        .render(
            booklet=booklet,
            see=View(booklet.langs, booklet.sections, booklet.countries, booklet.writers_words),
            style=Markup(style),  # noqa: S704 - our own file, and colours
            policy=render_policy(style),
        )
    )
    # Escaped text holds no markup, and none comes about when characters are taken out of it.
    return FORBIDDEN.sub("", page).encode()


def render_style(countries: Sequence[str]) -> str:
    """The style of a page, with the colours of the countries."""
    blocks, booklet = (
        (TEMPLATES / name).read_text("utf-8") for name in ("blocks.css", "booklet.css")
    )
    return f"\n{blocks}{booklet}{render_colours(countries)}"


def render_colours(countries: Sequence[str]) -> str:
    """The rules that give each country its colours, by day and night."""
    colours = {
        code: one for code, one in country_colours(countries).items() if _COUNTRY.fullmatch(code)
    }
    light = [
        _rule(
            code,
            {"strong": one.strong, "mark": one.strong, "soft": one.soft, "ink": one.ink},
        )
        for code, one in colours.items()
    ]
    dark = [
        _rule(
            code,
            {
                "mark": mix(one.strong, "#ffffff", 0.4),
                "soft": mix(one.strong, _NIGHT, 0.78),
                "ink": mix(one.strong, "#ffffff", 0.65),
            },
        )
        for code, one in colours.items()
    ]
    bands = [
        f"{one.strong} {place / len(colours):.2%} {(place + 1) / len(colours):.2%}"
        for place, one in enumerate(colours.values())
    ]
    stripe = f":root{{--stripe:linear-gradient(90deg,{','.join(bands)})}}\n" if bands else ""
    at_night = f"@media screen and (prefers-color-scheme:dark){{\n{''.join(dark)}}}\n"
    return f"{stripe}{''.join(light)}{at_night}"


def render_policy(style: str) -> str:
    """What the page may load: this style, and pictures that are part of it."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def can_be_linked(url: str) -> bool:
    """Whether an address may become a link: javascript: and the like stay text."""
    return _LINKED.match(url) is not None


def mix(colour: str, other: str, share: float) -> str:
    """A colour with a share of another, both as #rrggbb."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _rule(code: str, colours: dict[str, str]) -> str:
    values = ";".join(f"--{name}:{value}" for name, value in colours.items())
    return f'[data-country="{code}"]{{{values}}}\n'


@cache
def _environment() -> Environment:
    return make_environment(TEMPLATES)


def make_environment(*folders: Path) -> Environment:
    """How all templates are read: everything is escaped, a name that is not there is a fault.

    Args:
        folders: where they lie; the first one that has a template wins.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Parts(NamedTuple):
    """The blocks of a section: facts and figures may stand beside the text."""

    intro: list[Block]
    aside: list[Block]
    rest: list[Block]


class Year(NamedTuple):
    """A year below a line of time."""

    middle: str
    name: str


class Line(NamedTuple):
    """A line of time, measured in percent of its length."""

    start: str
    length: str
    years: list[Year]


class View:
    """What the macros of templates ask about the sections they write.

    Args:
        langs: one or two BCP 47 tags; the first is that of the page.
        sections: all of the page, in reading order.
        countries: all countries of the knowledge base, in order.
        words: words of the writers themselves.
    """

    def __init__(
        self,
        langs: Sequence[str],
        sections: Sequence[Section],
        countries: Sequence[str],
        words: Words,
    ) -> None:
        self.langs = tuple(langs)
        self.lang = self.langs[0]
        self.countries = tuple(countries)
        self.words = words
        self._anchors = {section.anchor for _depth, section in iter_sections(sections)}
        self._sources = dict(_iter_sources(sections, ""))

    # Texts

    def direction(self, lang: str) -> str:
        """Which way a language is written: ltr or rtl."""
        return "rtl" if is_right_to_left(lang) else "ltr"

    def texts(self, passage: Passage, around: str = "") -> list[Said]:
        """The texts of a passage one after the other, those that say the same once."""
        around = around or self.lang
        said: dict[tuple[str, str], Said] = {}
        for text, lang in zip(passage, self._columns(passage), strict=False):
            if text.value or text.note:
                said.setdefault((text.value, text.note), self._said(text, lang, around))
        return list(said.values())

    def columns(self, passage: Passage) -> list[Column]:
        """A passage language by language; a single column where all say the same."""
        return self.columns_of(Item(passage), "")

    def columns_of(self, item: Item, scope: str) -> list[Column]:
        """An item language by language; a single column where its words are always the same."""
        if len(self.texts(item.words)) < 2:
            words, label, details = map(self.texts, (item.words, item.label, item.details))
            return [Column(Markup(), label, words, details, self._cites(item, scope, 0))]
        return [self._column(item, scope, place) for place in range(len(item.words))]

    def flat(self, passage: Passage) -> str:
        """A passage where no element can stand: in an attribute."""
        return " / ".join(one.value for one in self.texts(passage))

    def _column(self, item: Item, scope: str, place: int) -> Column:
        around = item.words[place].lang

        def said(passage: Passage) -> list[Said]:
            if not passage:
                return []
            text = passage[place] if len(passage) > 1 else passage[0]
            return [self._said(text, self.langs[place], around)]

        # Always with its language: the page names it where columns stand below each other.
        attributes = self._attributes(around, self.lang) or Markup(' lang="{}"').format(around)
        cites = self._cites(item, scope, place)
        return Column(attributes, said(item.label), said(item.words), said(item.details), cites)

    def _columns(self, passage: Passage) -> Sequence[str]:
        return self.langs if len(passage) > 1 else (self.lang,)

    def _said(self, text: Text, lang: str, around: str) -> Said:
        notes = self._attributes(lang, around)
        return Said(text.value, self._attributes(text.lang, around), text.note, notes)

    def _attributes(self, lang: str, around: str) -> Markup:
        if lang == around:
            return Markup()
        attributes = Markup(' lang="{}"').format(lang)
        direction = self.direction(lang)
        if direction != self.direction(around):
            attributes += Markup(' dir="{}"').format(direction)
        return attributes

    # Links

    def href(self, item: Item) -> str:
        """Where the words of an item lead; nowhere if that is not in the booklet, or unsafe."""
        return self.anchor(item.target) or (item.url if can_be_linked(item.url) else "")

    def anchor(self, target: str) -> str:
        """The link to a section; empty if there is none."""
        return f"#{target}" if target in self._anchors else ""

    def source_id(self, scope: str, listing: Listing, number: int) -> str:
        """The anchor of a source; empty for items of other lists."""
        return f"{scope}_source-{number}" if self._sources.get(scope) is listing else ""

    def _cites(self, item: Item, scope: str, place: int) -> list[Cite]:
        name = self.words.sources
        spoken = name[min(place, len(name) - 1)].value if name else ""
        listing = self._sources.get(scope)
        known = len(listing.items) if listing else 0
        return [
            Cite(one, f"#{scope}_source-{one}" if 0 < one <= known else "", f"{spoken} {one}")
            for one in item.sources
        ]

    # Words as HTML: what they are made of has been escaped where it was written

    def both(self, passage: Passage) -> Markup:
        """The texts of a passage one after the other."""
        return Markup(write_row(self.texts(passage)))  # noqa: S704 - escaped, see above

    def linked(self, passage: Passage, target: str) -> Markup:
        """The same as a link to a section, where there is one."""
        words = write_linked(write_row(self.texts(passage)), self.anchor(target))
        return Markup(words)  # noqa: S704 - as above

    def inline(self, item: Item, scope: str) -> Markup:
        """An item with its languages one after the other."""
        href = self.href(item)
        if item.label or item.details:
            words = write_inline(self.columns_of(item, scope), href)
        else:
            words = write_linked(write_row(self.texts(item.words)), href)
            words += write_cites(self._cites(item, scope, 0))
        return Markup(words)  # noqa: S704 - as above

    def body(self, item: Item, scope: str) -> Markup:
        """An item with its languages side by side."""
        columns, href = self.columns_of(item, scope), self.href(item)
        is_pair = len(columns) > 1
        words = write_pair(columns, href) if is_pair else write_run(columns[0], href)
        return Markup(words)  # noqa: S704 - as above

    def prose(self, words: Passage, style: str) -> Markup:
        """A paragraph, its languages side by side."""
        columns = self.columns(words)
        if len(columns) > 1:
            return Markup(write_pair(columns, "", style))  # noqa: S704 - as above
        paragraph = f'<p class="{escape(style)}">{write_run(columns[0], "")}</p>'
        return Markup(paragraph)  # noqa: S704 - as above

    # Blocks

    def kind(self, block: Block) -> str:
        """The name of the macro that writes a block."""
        return type(block).__name__.lower()

    def parts(self, section: Section) -> Parts:
        """The blocks of a section: before, beside and after."""
        parts = Parts([], [], [])
        for block in section.blocks:
            if isinstance(block, Facts | Funding | Timeline):
                parts.aside.append(block)
            else:
                (parts.rest if parts.aside else parts.intro).append(block)
        return parts

    def days(self, agenda: Agenda) -> list[tuple[Passage, list[Stop]]]:
        """The stops of an agenda, day by day."""
        return [(day, list(stops)) for day, stops in groupby(agenda.stops, key=lambda one: one.day)]

    def line(self, timeline: Timeline) -> Line:
        """A line of time."""
        count = timeline.last - timeline.first + 1
        step = next((one for one in _STEPS if count <= one * _MOST_YEARS), count)
        years = range(timeline.first, timeline.last + 1, step)
        return Line(
            _percent((timeline.start - timeline.first) / count),
            _percent(max((timeline.end - timeline.start) / count, _SHORTEST)),
            [Year(_percent((one + 0.5 - timeline.first) / count), str(one)) for one in years],
        )

    def percent(self, share: float) -> str:
        """A share as SVG writes it."""
        return _percent(share)

    def map(self, block: Map) -> Markup:
        """The map as a picture with its name."""
        names = [
            f"<{tag}{one.attributes}>{escape(one.value)}</{tag}>"
            for tag, one in zip(("title", "desc"), self.texts(block.alt), strict=False)
        ]
        drawing = draw_map(block, self.countries)
        head, rest = drawing.split(">", 1)
        return Markup(f'{head} role="img">{"".join(names)}{rest}')  # noqa: S704 - our own drawing

    def picture(self, picture: Picture) -> str:
        """The address of a picture that is part of the page; empty for a kind not known."""
        if picture.media_type not in _PICTURES:
            return ""
        return f"data:{picture.media_type};base64,{b64encode(picture.data).decode()}"


def _percent(share: float) -> str:
    return f"{100 * share:.4g}%"


def _iter_sources(sections: Sequence[Section], scope: str) -> Iterator[tuple[str, Listing]]:
    """(anchor, list of sources) of each practice and part that has one.

    A heading inside a practice shares the list of that practice.
    """
    for section in sections:
        inner = scope if section.kind == "passage" else section.anchor
        for block in section.blocks:
            if isinstance(block, Listing) and block.style == "numbers":
                yield inner, block
        yield from _iter_sources(section.sections, inner)
