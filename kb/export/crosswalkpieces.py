"""What a practice has to say for a field of a form: sentences, items of lists, facts.

A piece is what is never cut: a sentence of a paragraph, a whole item of a list with all it says,
one claim about money. Claims stay claims: each with what it covers and where it was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from unicodedata import category

from kb.export.crosswalkforms import Take
from kb.export.sentences import split_sentences
from kb.export.shelf import Shelf
from kb.model import Practice
from kb.model.base import PeriodState, Result, ResultKind
from kb.model.practice import Funding, Role
from kb.translation.formats import (
    country_name,
    format_amount,
    format_day,
    format_number,
    format_share,
)
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.translation.labels import FUNDS, field_label, fund_label, value_label
from kb.translation.localise import LocalText

_SPACES = re.compile(" {2,}")
_BREAKS = frozenset(("Cc", "Zl", "Zp"))
"""Unicode categories of control characters and of breaks."""
_FORBIDDEN = re.compile("[\\ud800-\\udfff\\ufffe\\uffff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that stands in a field whole, or not at all."""

    text: str
    line: int = 0
    """Pieces of one source that stand on one line share it: sentences of a paragraph."""
    origins: tuple[LocalText, ...] = ()
    """The passages it was made from, with their languages and states; () for plain facts."""
    is_prose: bool = False
    """Whether it was written to be read, as facts are not."""
    source: str = ""
    """A key of `SOURCES`."""
    label: str = ""
    """Stands before the pieces of its source."""
    amount: Decimal | None = None
    """Of a claim about money."""


class Pieces:
    """The pieces of one practice, in one language; labels are in that of the interface.

    Args:
        shelf: what may leave the house.
        practice: from that shelf.
        lang: language of the reader, BCP 47.
    """

    def __init__(self, shelf: Shelf, practice: Practice, lang: str) -> None:
        self._shelf = shelf
        self._practice = practice
        self._lang = lang
        self._texts = shelf.texts(practice, lang)
        self.title = self._texts.find("title", " ".join(practice.title.split()))

    def of(self, take: Take) -> list[Piece]:
        """What one source of a field gives."""
        is_money = take.source == "funding"
        found = self._claims(take) if is_money else SOURCES[take.source].find(self)
        label = source_field(take.source) if take.is_labelled else ""
        return [replace(one, source=take.source, label=label) for one in found]

    def remark(self, source: str) -> Piece | None:
        """What our entry adds to a source, to be told beside the text."""
        period = self._practice.period
        if SOURCES[source].field != "period" or period is None:
            return None
        return next(self._items("period.note", (period.note,)), None)

    @property
    def goes_on(self) -> bool:
        """Whether the practice has no end yet."""
        period = self._practice.period
        return period is not None and not period.end and period.state is not PeriodState.FINISHED

    # Prose

    def _sentences(self, field: str, text: str | None) -> Iterator[Piece]:
        for line, one in enumerate(self._texts.paragraphs(field, text)):
            for sentence in split_sentences(_clean(one.value), one.lang):
                yield Piece(sentence, line, (one,), is_prose=True)

    def _items(self, field: str, texts: Sequence[str | None]) -> Iterator[Piece]:
        for line, text in enumerate(texts):
            if found := self._line(field, text):
                yield Piece(_clean(found.value), line, (found,), is_prose=True)

    def _line(self, field: str, text: str | None) -> LocalText | None:
        """A text of one paragraph; None for none."""
        return self._texts.find(field, " ".join(text.split())) if text else None

    def _title(self) -> Iterator[Piece]:
        yield Piece(_clean(self.title.value), origins=(self.title,), is_prose=True)

    def _prose(self, field: str) -> Iterator[Piece]:
        return self._sentences(field, getattr(self._practice, field))

    def _list(self, field: str) -> Iterator[Piece]:
        return self._items(field, getattr(self._practice, field))

    def _results(self) -> Iterator[Piece]:
        results = self._practice.results
        found = self._items("results.text", [one.text for one in results])
        for piece, result in zip(found, results, strict=True):
            # An aim must not read like something that was reached.
            is_aim = result.kind is ResultKind.TARGET
            aim = f"{_capital(value_label('result', 'target'))}: " if is_aim else ""
            yield replace(piece, text=aim + piece.text)

    def _obstacles(self) -> Iterator[Piece]:
        """What was hard and what helped, together: neither says much without the other."""
        obstacles = self._practice.obstacles
        found = self._items("obstacles.text", [one.text for one in obstacles])
        for piece, obstacle in zip(found, obstacles, strict=True):
            remedy = self._line("obstacles.remedy", obstacle.remedy)
            if remedy:
                helped = _("What helped: %(remedy)s") % {"remedy": remedy.value}
                text = _clean(f"{piece.text} {helped}")
                yield replace(piece, text=text, origins=(*piece.origins, remedy))
            else:
                yield piece

    def _transferability(self) -> Iterator[Piece]:
        transfer = self._practice.transferability
        return self._sentences("transferability.text", transfer.text if transfer else None)

    def _preconditions(self) -> Iterator[Piece]:
        transfer = self._practice.transferability
        items = transfer.preconditions if transfer else ()
        return self._items("transferability.preconditions", items)

    def _not_suitable_for(self) -> Iterator[Piece]:
        transfer = self._practice.transferability
        items = transfer.not_suitable_for if transfer else ()
        return self._items("transferability.not_suitable_for", items)

    # Facts

    def _fact(self, text: str | None) -> Iterator[Piece]:
        if text:
            yield Piece(_clean(text))

    def _figures(self) -> Iterator[Piece]:
        for line, result in enumerate(self._practice.results):
            if result.value is not None:
                yield replace(self._figure(result, result.value), line=line)

    def _figure(self, result: Result, value: Decimal) -> Piece:
        unit = self._line("results.unit", result.unit)
        indicator = self._line("results.indicator", result.indicator)
        counted = " ".join(filter(None, (format_number(value, self._lang), _value(unit))))
        text = f"{_value(indicator)}: {counted}" if indicator else counted
        facts = [
            format_day(result.on, self._lang) if result.on else "",
            value_label("result", result.kind.value) if result.kind else "",
        ]
        return self._sourced(_capital(text), facts, result.source, (indicator, unit))

    def _country(self) -> Iterator[Piece]:
        location = self._practice.location
        return self._fact(country_name(location.country, self._lang) if location else None)

    def _place(self) -> Iterator[Piece]:
        location = self._practice.location
        both = (location.municipality, location.place) if location else ()
        names = dict.fromkeys(filter(None, both))
        longest = [one for one in names if not any(one != x and one in x for x in names)]
        return self._fact(", ".join(longest))

    def _region(self) -> Iterator[Piece]:
        location = self._practice.location
        # Translators: a code of the EU's regions, such as AT334.
        words = _("NUTS region %(code)s")
        return self._fact(words % {"code": location.nuts} if location and location.nuts else None)

    def _start(self) -> Iterator[Piece]:
        period = self._practice.period
        day = format_day(period.start, self._lang) if period and period.start else None
        return self._fact(day)

    def _end(self) -> Iterator[Piece]:
        period = self._practice.period
        day = format_day(period.end, self._lang) if period and period.end else None
        return self._fact(day)

    def _state(self) -> Iterator[Piece]:
        period = self._practice.period
        return self._fact(value_label("state", period.state.value) if period else None)

    def _period(self) -> Iterator[Piece]:
        days = [one.text for half in (self._start(), self._end()) for one in half]
        period = self._practice.period
        if period is None:
            return iter(())
        if len(days) == 1:
            # The words of a period of which only one end is known.
            pattern = pgettext("period", "from %(date)s")
            if not period.start:
                pattern = pgettext("period", "until %(date)s")
            days = [pattern % {"date": days[0]}]
        text = " – ".join(dict.fromkeys(days))
        state = value_label("state", period.state.value)
        return self._fact(", ".join(filter(None, (text, state))))

    def _organisations(self, role: Role | None = None) -> Iterator[Piece]:
        names = [
            one.name or (partner.name if partner else one.partner)
            for one in self._practice.organisations
            if role is None or one.role is role
            for partner in [self._shelf.find_partner(one.partner)]
        ]
        for line, name in enumerate(filter(None, names)):
            yield Piece(_clean(name), line)

    def _leads(self) -> Iterator[Piece]:
        return self._organisations(Role.LEAD)

    def _concepts(self, field: str, vocabulary: str) -> Iterator[Piece]:
        known = self._shelf.vocabularies.get(vocabulary)
        fallback = self._shelf.settings.fallback
        labels = []
        for one in getattr(self._practice, field):
            concept = known.find(one) if known else None
            labels.append(concept.label(self._lang, fallback) if concept else one)
        return self._fact(", ".join(labels))

    # Money

    def _claims(self, take: Take) -> Iterator[Piece]:
        """Claims with all that is asked for, each on a line of its own."""
        for line, claim in enumerate(self._practice.funding):
            values = {"scope": claim.scope.value, "fund": claim.fund}
            is_wanted = all(values[key] == wanted for key, wanted in take.filters.items())
            if is_wanted and (claim.amount is not None or not take.needs_amount):
                yield replace(self._claim(claim), line=line, amount=claim.amount)

    def _fund(self, fund: str) -> str:
        known = self._shelf.vocabularies.get(FUNDS)
        return fund_label(fund, known, self._lang, self._shelf.settings.fallback)

    def _claim(self, claim: Funding) -> Piece:
        """What it covers and how final it is, how much, and who says so; never summed."""
        kinds = (
            value_label("scope", claim.scope.value),
            self._fund(claim.fund) if claim.fund else "",
            value_label("funding", claim.state.value) if claim.state else "",
        )
        kind = ", ".join(filter(None, kinds))
        note = self._line("funding.note", claim.note)
        facts = (
            format_amount(claim.amount, claim.currency, self._lang) if claim.amount else "",
            format_share(claim.share, self._lang) if claim.share else "",
            _value(note).removesuffix("."),
        )
        said = "; ".join(filter(None, facts)) or _("amount not stated")
        return self._sourced(f"{_capital(kind)}: {said}", (), claim.source, (note,))

    def _sourced(
        self,
        text: str,
        facts: Sequence[str],
        numbers: Sequence[int],
        origins: Sequence[LocalText | None],
    ) -> Piece:
        """A claim with what belongs to it and who says so, in brackets."""
        sources = self._practice.sources
        found = [sources[number - 1] for number in numbers if 0 < number <= len(sources)]
        titles = [self._line("sources.title", one.title) for one in found if not one.publisher]
        names = [*filter(None, (one.publisher for one in found)), *map(_value, titles)]
        # Translators: who says so, behind a figure or an amount; one name or several.
        source = _("source: %(names)s") % {"names": ", ".join(dict.fromkeys(names))}
        inside = "; ".join(filter(None, (*facts, source if names else "")))
        return Piece(
            _clean(f"{text} ({inside})" if inside else text),
            origins=tuple(filter(None, (*origins, *titles))),
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Something a field can be filled from."""

    field: str
    """Our field it stands in, as `field_label` names it."""
    find: Callable[[Pieces], Iterator[Piece]]


def _prose(field: str) -> Source:
    return Source(field, lambda pieces: pieces._prose(field))


def _list(field: str) -> Source:
    return Source(field, lambda pieces: pieces._list(field))


SOURCES = {
    "title": Source("title", Pieces._title),
    "summary": _prose("summary"),
    "context": _prose("context"),
    "goals": _list("goals"),
    "measures": _list("measures"),
    "results": Source("results", Pieces._results),
    "figures": Source("results", Pieces._figures),
    "benefits": _list("benefits"),
    "success_factors": _list("success_factors"),
    "obstacles": Source("obstacles", Pieces._obstacles),
    "transferability": Source("transferability", Pieces._transferability),
    "preconditions": Source("preconditions", Pieces._preconditions),
    "not_suitable_for": Source("not_suitable_for", Pieces._not_suitable_for),
    "resources": _prose("resources"),
    "legal_context": _prose("legal_context"),
    "country": Source("country", Pieces._country),
    "place": Source("places", Pieces._place),
    "region": Source("places", Pieces._region),
    "start": Source("period", Pieces._start),
    "end": Source("period", Pieces._end),
    "state": Source("period", Pieces._state),
    "period": Source("period", Pieces._period),
    "lead": Source("organisations", Pieces._leads),
    "organisations": Source("organisations", Pieces._organisations),
    "topics": Source("topics", lambda pieces: pieces._concepts("topics", "topics")),
    "target_groups": Source(
        "target_groups", lambda pieces: pieces._concepts("target_groups", "target-groups")
    ),
    "funding": Source("funding", lambda pieces: pieces._claims(Take("funding"))),
}
"""What a field can be filled from, by the name that forms use."""


def source_field(source: str) -> str:
    """What the field of ours is called that a source stands in."""
    return field_label(SOURCES[source].field)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(text: LocalText | None) -> str:
    return text.value if text else ""


def _clean(text: str) -> str:
    """A text on one line: control characters are spaces, what is no character is left out."""
    kept = "".join(" " if category(char) in _BREAKS else char for char in text)
    return _SPACES.sub(" ", _FORBIDDEN.sub("", kept)).strip()
