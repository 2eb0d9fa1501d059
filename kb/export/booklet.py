"""What a booklet holds: cover, visit, map, a section for each country, and help for the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kb.errors import N_, KbError
from kb.export.appendix import (
    describe_contacts,
    describe_glossary,
    describe_index,
    describe_provenance,
    iter_unfinished,
)
from kb.export.description import (
    Block,
    Booklet,
    Cover,
    Fact,
    Item,
    Paragraph,
    Passage,
    Picture,
    Section,
    Words,
)
from kb.export.entry import describe_entry, frame_of
from kb.export.journey import describe_days_of, describe_questions, describe_visit
from kb.export.places import describe_map
from kb.export.shelf import Shelf
from kb.export.voices import FindFolder, Voices, joined
from kb.model import Practice, Visit
from kb.model.types import TBA
from kb.translation.formats import format_list
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.translation.terms import Terms

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class Order:
    """What somebody wants printed.

    Attributes:
        langs: one or two BCP 47 tags.
        created: day of the edition.
        visit: the visit it is for.
        title: typed by whoever ordered it; else made from the visit or the knowledge base.
        logo: read from the file that kb.yaml names.
    """

    langs: tuple[str, ...]
    created: date
    visit: Visit | None = None
    title: str = ""
    logo: Picture | None = None


def build_booklet(
    shelf: Shelf,
    order: Order,
    terms: Terms | None = None,
    find_cache: FindFolder | None = None,
    progress: Progress | None = None,
) -> Booklet:
    """Describe a booklet.

    Args:
        shelf: the practices, in the order they are to be printed within their countries.
        order: what is wanted.
        terms: the glossary, ready to be found; without it there is no list of words.
        find_cache: finds the folder for compiled interface catalogs.
        progress: told of each entry.

    Raises:
        KbError: there is nothing to print.
    """
    if not shelf.practices and order.visit is None:
        raise KbError(N_("There is no published practice to print."))
    return _Making(shelf, order, terms, find_cache, progress).booklet()


class _Making:
    """One booklet in the making."""

    def __init__(
        self,
        shelf: Shelf,
        order: Order,
        terms: Terms | None,
        find_cache: FindFolder | None,
        progress: Progress | None,
    ) -> None:
        self._shelf = shelf
        self._order = order
        self._terms = terms
        self._progress = progress
        self._voices = Voices(shelf, order.langs, find_cache)
        self._by_country = _by_country(shelf)

    def booklet(self) -> Booklet:
        """All of it."""
        voices = self._voices
        cover = self._cover()
        return Booklet(
            langs=voices.langs,
            title=cover.title[0].value,
            author=voices.label_of(self._shelf.settings.title)[0].value,
            keywords=self._keywords(),
            created=self._order.created.isoformat(),
            cover=cover,
            writers_words=self._words(),
            sections=tuple(self._sections()),
            countries=tuple(self._shelf.settings.countries),
            unfinished=tuple(iter_unfinished(self._shelf, voices.langs, self._order.visit)),
        )

    def _keywords(self) -> tuple[str, ...]:
        topics = dict.fromkeys(topic for one in self._shelf.practices for topic in one.topics)
        return tuple(self._voices.concept("topics", topic)[0].value for topic in topics)

    def _words(self) -> Words:
        say = self._voices.say
        return Words(
            contents=say(lambda _lang: pgettext("booklet", "Contents")),
            sources=say(lambda _lang: pgettext("booklet", "Source")),
            notes=say(lambda _lang: pgettext("booklet", "Notes")),
        )

    # Cover

    def _cover(self) -> Cover:
        voices, settings, visit = self._voices, self._shelf.settings, self._order.visit
        name = voices.label_of(settings.title)
        return Cover(
            kicker=name if visit or self._order.title else (),
            title=self._title(),
            subtitle=self._subtitle(),
            facts=tuple(self._cover_facts()),
            funding_line=voices.label_of(settings.funding_line),
            note=self._edition(),
            logo=self._order.logo,
        )

    def _title(self) -> Passage:
        if self._order.title:
            return self._voices.same(self._order.title)
        if self._order.visit:
            return self._voices.of(self._order.visit, "visit").title
        return self._voices.label_of(self._shelf.settings.title)

    def _subtitle(self) -> Passage:
        count = len(self._shelf.practices)
        places = [self._voices.country(code) for code in self._by_country]

        def words(lang: str) -> str:
            number = self._voices.langs.index(lang)
            countries = format_list([one[number].value for one in places], lang)
            sentence = ngettext(
                "%(num)d good practice from %(countries)s",
                "%(num)d good practices from %(countries)s",
                count,
            )
            return sentence % {"num": count, "countries": countries}

        return self._voices.say(words) if count and all(self._by_country) else ()

    def _cover_facts(self) -> Iterator[Fact]:
        visit, voices = self._order.visit, self._voices
        if visit is None:
            return
        host = self._shelf.find_partner(visit.host)
        place = voices.same(visit.place if visit.place != TBA else None)
        say = voices.say
        rows = (
            (
                say(lambda _lang: pgettext("visit", "Host")),
                [voices.same(host.name if host else None)],
            ),
            (say(lambda _lang: pgettext("visit", "Dates")), [describe_days_of(voices, visit)]),
            (voices.field("places"), [joined(place, voices.country(visit.country), sign=", ")]),
            (
                say(lambda _lang: pgettext("visit", "Partners")),
                [voices.same(one) for one in self._participants(visit)],
            ),
        )
        for name, lines in rows:
            if there := [Item(one) for one in lines if one]:
                yield Fact(name, tuple(there))

    def _participants(self, visit: Visit) -> list[str]:
        partners = (self._shelf.find_partner(one.partner) for one in visit.participants)
        pairs = zip(partners, visit.participants, strict=True)
        return [
            name
            for partner, one in pairs
            if (name := partner.name if partner else one.name) and one.partner != visit.host
        ]

    def _edition(self) -> Passage:
        day = self._voices.day(self._order.created.isoformat())
        licence = self._voices.same(self._shelf.settings.licence)
        homepage = self._voices.same(self._shelf.settings.homepage)
        return joined(day, licence, homepage)

    # Sections

    def _sections(self) -> Iterator[Section]:
        voices, visit = self._voices, self._order.visit
        yield self._about()
        if visit:
            yield from describe_visit(voices, visit)
        yield from describe_map(voices, self._by_country, visit)
        yield from self._countries()
        if self._terms:
            yield from describe_glossary(voices, self._terms)
        if visit:
            yield from describe_questions(voices, visit)
        yield from describe_contacts(voices, visit)
        yield from describe_index(voices)
        yield from describe_provenance(voices, visit)

    def _about(self) -> Section:
        say = self._voices.say
        texts = (
            say(
                lambda _lang: _(
                    "This booklet was printed from a knowledge base that anyone may read and "
                    "search. Every entry names its sources. Figures are as the sources report "
                    "them; what was only a target says so, and where sources disagree, both "
                    "stand there."
                )
            ),
            say(
                lambda _lang: _(
                    "Each entry says in which language it was written and whether a person has "
                    "reviewed its translation. The last pages count how many texts are in which "
                    "state."
                )
            ),
        )
        blocks: list[Block] = [Paragraph(one) for one in texts]
        return Section(
            "part--about", say(lambda _lang: _("About this booklet")), "part", tuple(blocks)
        )

    def _countries(self) -> Iterator[Section]:
        frame = frame_of(self._shelf.practices, self._order.created.isoformat())
        done, total = 0, len(self._shelf.practices)
        for code, practices in self._by_country.items():
            entries = []
            for one in practices:
                entries.append(describe_entry(self._voices, one, frame))
                done += 1
                if self._progress:
                    self._progress("booklet", done, total)
            title = self._voices.country(code) if code else self._elsewhere()
            anchor = f"country--{code.lower() or 'none'}"
            yield Section(anchor, title, "country", (), tuple(entries), code)

    def _elsewhere(self) -> Passage:
        return self._voices.say(lambda _lang: pgettext("country", "Without a country"))


def _by_country(shelf: Shelf) -> dict[str, list[Practice]]:
    """Practices by country, in the order of the settings; "" for those without one."""
    groups: dict[str, list[Practice]] = {code: [] for code in shelf.country_codes()}
    for one in shelf.practices:
        groups.setdefault(one.location.country if one.location else "", []).append(one)
    return groups
