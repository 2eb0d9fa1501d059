"""The basket: chosen practices in order, and the booklet that is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.export.description import Text
from kb.export.exporting import PAPERS
from kb.translation.coverage import RecordKey
from kb.translation.formats import language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.translation.localise import worst_state
from kb.web.basket import LONGEST_TITLE, MOST_PRACTICES, Basket, clean_title
from kb.web.cards import Card, Label, make_cards, sort_by_title
from kb.web.page import Page, Reader
from kb.web.pages.bycountry import in_order
from kb.web.pages.topics import TOPICS, practices_by_topic
from kb.web.pages.visits import VisitLine, latest_first, visit_lines
from kb.web.printing.jobs import can_make, offered, second_lang

_KEPT = ("title", "second", "paper")
"""What of the query belongs to the booklet."""


class Item(NamedTuple):
    """A practice in the basket."""

    card: Card
    anchor: str
    """Id of its place on the page."""
    up: str
    """Link to the page with it one place nearer to the front; "" for the first."""
    down: str
    """The same to the back; "" for the last."""
    out: str
    """Link to the page without it."""


class Option(NamedTuple):
    """One of several things to choose from."""

    value: str
    label: str
    is_chosen: bool


class FileButton(NamedTuple):
    """A button that downloads."""

    href: str
    """Without a query: the form brings it."""
    label: str


@dataclass(frozen=True)
class BookletForm:
    """What somebody may say about a booklet.

    Attributes:
        basket: the practices, as they stand in an address.
        title: on the cover, as far as it was typed.
        longest_title: how many characters it may have.
        languages: which may stand beside that of the page, none first.
        papers: sizes.
        files: formats, the usual one first; empty where a package is missing for all.
        page: address of this page without a query.
    """

    basket: str
    title: str
    longest_title: int
    languages: Sequence[Option]
    papers: Sequence[Option]
    files: Sequence[FileButton]
    page: str


class ReadyVisit(NamedTuple):
    """A visit whose practices may be taken over."""

    line: VisitLine
    fill: str
    """Link to this page with its practices; "" where it has none."""


@dataclass(frozen=True)
class PlainFiles:
    """What a script needs among plain files, and what there is without it.

    Attributes:
        practices: (id, title and link) of all practices.
        countries: ready-made booklets.
        topics: ready-made booklets.
    """

    practices: Sequence[tuple[str, Label]]
    countries: Sequence[Label]
    topics: Sequence[Label]


@dataclass(frozen=True)
class BasketPage:
    """What has been chosen.

    Attributes:
        items: in the order of the booklet.
        remarks: what became of the link, and what is full.
        states: how far the texts are translated, a sentence each.
        form: None for an empty basket.
        address: of this page with all that was chosen.
        subject: of a mail with it.
        clear: link to the empty basket.
        is_mixed: whether there are practices of several countries, which the booklet sorts.
        visits: with which an empty basket can be filled.
        plain: among plain files.
        anchor: id of the heading of the list.
    """

    items: Sequence[Item] = ()
    remarks: Sequence[str] = ()
    states: Sequence[str] = ()
    form: BookletForm | None = None
    address: str = ""
    subject: str = ""
    clear: str = ""
    is_mixed: bool = False
    visits: Sequence[ReadyVisit] = ()
    plain: PlainFiles | None = None
    anchor: str = "chosen"


def make_basket(reader: Reader) -> Page:
    """The basket."""
    description = _("Choose good practices and make a booklet of them to print, with a link to it.")
    title = pgettext("page", "Basket")
    data = _describe(reader) if reader.links.is_live else _describe_plain(reader)
    return Page("basket.html.j2", title, data, description, main="basket", is_listed=False)


def _describe(reader: Reader) -> BasketPage:
    basket = reader.basket.of_today(reader.edition.shelf)
    title = clean_title(reader.first("title"))
    remarks = tuple(_remarks(basket, title))
    if not basket:
        return BasketPage(remarks=remarks, visits=_ready_visits(reader), subject=_subject(title))
    items = list(_items(reader, basket))
    return BasketPage(
        items=items,
        remarks=remarks,
        states=tuple(_states(reader, basket)),
        form=_form(reader, basket, title),
        address=_here(reader, basket),
        subject=_subject(title),
        clear=_here(reader, Basket()),
        is_mixed=len({one.card.country for one in items}) > 1,
    )


def _subject(title: str) -> str:
    return title or _("Good practices for our visit")


def _here(reader: Reader, basket: Basket, anchor: str = "") -> str:
    """This page with another basket; what was said about the booklet stays."""
    said = {name: reader.first(name) for name in _KEPT}
    href = reader.links.page("basket", query={"basket": basket.text, **said})
    return f"{href}#{anchor}" if anchor else href


def _items(reader: Reader, basket: Basket) -> Iterator[Item]:
    found = map(reader.edition.shelf.find_practice, basket.ids)
    cards = make_cards(reader, [one for one in found if one])
    for number, card in enumerate(cards):
        anchor = f"practice-{card.id}"
        is_first, is_last = number == 0, number == len(cards) - 1
        after = cards[number - 1 if is_last else number + 1].id
        yield Item(
            card,
            anchor,
            "" if is_first else _here(reader, basket.moved(card.id, -1), anchor),
            "" if is_last else _here(reader, basket.moved(card.id, 1), anchor),
            _here(reader, basket.without(card.id), f"practice-{after}" if len(cards) > 1 else ""),
        )


def _remarks(basket: Basket, title: str) -> Iterator[str]:
    if basket.gone:
        words = ngettext(
            "%(num)d practice in this link is no longer here.",
            "%(num)d practices in this link are no longer here.",
            basket.gone,
        )
        yield words % {"num": basket.gone}
    if basket.too_many:
        words = ngettext(
            "%(num)d practice of this link was left out: a basket holds at most %(most)d.",
            "%(num)d practices of this link were left out: a basket holds at most %(most)d.",
            basket.too_many,
        )
        yield words % {"num": basket.too_many, "most": MOST_PRACTICES}
    elif basket.is_full:
        words = _("The basket is full: it holds at most %(most)d practices.")
        yield words % {"most": MOST_PRACTICES}
    if len(title) > LONGEST_TITLE:
        words = _("The title was too long and has been cut: it may have %(most)d characters.")
        yield words % {"most": LONGEST_TITLE}


def _form(reader: Reader, basket: Basket, title: str) -> BookletForm:
    links = reader.links
    second = second_lang(reader)
    paper = reader.first("paper").lower()
    others = [one for one in reader.edition.langs if one != reader.lang]
    labels = {
        "pdf": pgettext("basket", "PDF to print"),
        "docx": pgettext("basket", "Word to edit"),
        "html": pgettext("basket", "Page for a telephone"),
    }
    suffixes = [one for one in offered("basket-booklet") if one in labels]
    return BookletForm(
        basket=basket.text,
        title=title[:LONGEST_TITLE],
        longest_title=LONGEST_TITLE,
        languages=(
            Option("", pgettext("language", "none"), second is None),
            *(Option(one, language_name(one, reader.lang), one == second) for one in others),
        ),
        papers=tuple(
            Option(one, one.upper(), one == (paper if paper in PAPERS else PAPERS[0]))
            for one in PAPERS
        ),
        files=[
            FileButton(links.file("basket-booklet", suffix=one), labels[one]) for one in suffixes
        ],
        page=links.page("basket", query={"basket": ""}),
    )


def _states(reader: Reader, basket: Basket) -> Iterator[str]:
    """How many practices are not in order in the languages of the booklet, and why."""
    records = reader.edition.coverage.records
    total = len(basket)
    for lang in filter(None, (reader.lang, second_lang(reader))):
        counts = [records.get(RecordKey("practice", one), {}).get(lang, {}) for one in basket.ids]
        worst = [worst_state([state for state in one if one[state]]) for one in counts]
        for state in ("draft", "stale", "missing"):
            if number := worst.count(state):
                words = {"num": number, "all": total, "language": language_name(lang, reader.lang)}
                yield _sentence(state, number) % words


def _sentence(state: str, number: int) -> str:
    match state:
        case "draft":
            # Translators: "language" stands at the beginning: "Finnish: 12 of 13 practices …"
            return ngettext(
                "%(language)s: %(num)d of %(all)d practices is a draft; nobody has reviewed it.",
                "%(language)s: %(num)d of %(all)d practices are drafts; nobody has reviewed them.",
                number,
            )
        case "stale":
            return ngettext(
                "%(language)s: %(num)d of %(all)d practices was changed after its translation.",
                "%(language)s: %(num)d of %(all)d practices were changed after their translation.",
                number,
            )
    return ngettext(
        "%(language)s: of %(all)d practices, %(num)d is not fully translated; the rest of it is "
        "shown in another language.",
        "%(language)s: of %(all)d practices, %(num)d are not fully translated; the rest of them is "
        "shown in another language.",
        number,
    )


def _ready_visits(reader: Reader) -> Sequence[ReadyVisit]:
    visits = latest_first(reader.edition.shelf.iter_visits())
    found = []
    for visit, line in zip(visits, visit_lines(reader, visits), strict=True):
        practices, _hidden = reader.edition.base.practices_of(visit)
        chosen = Basket(tuple(one.id for one in practices)[:MOST_PRACTICES])
        title = line.title.value[:LONGEST_TITLE] if line.title.lang == reader.lang else ""
        query = {"basket": chosen.text, "title": title}
        found.append(ReadyVisit(line, reader.links.page("basket", query=query) if chosen else ""))
    return found


def _describe_plain(reader: Reader) -> BasketPage:
    """The page among plain files, where a script knows what was chosen."""
    shelf, voices, links = reader.edition.shelf, reader.voices, reader.links
    practices = [
        (one.id, Label(voices.of(one).title[0], links.page("practice", one.id)))
        for one in sort_by_title(reader, shelf.practices)
    ]
    countries = in_order(reader, set(shelf.country_codes())) if can_make("pdf") else ()
    used = practices_by_topic(shelf) if can_make("pdf") else {}
    vocabulary = shelf.vocabularies.get(TOPICS)
    topics = [one.id for one in (vocabulary.top() if vocabulary else ()) if one.id in used]
    plain = PlainFiles(
        practices,
        [_country_booklet(reader, one) for one in countries if one],
        [
            Label(voices.concept(TOPICS, one)[0], links.file("topic-booklet", one, "pdf"))
            for one in topics
        ],
    )
    return BasketPage(visits=_ready_visits(reader), subject=_subject(""), plain=plain)


def _country_booklet(reader: Reader, code: str) -> Label:
    href = reader.links.file("country-booklet", code.lower(), "pdf")
    return Label(Text(reader.voices.country(code)[0].value, reader.lang), href)
