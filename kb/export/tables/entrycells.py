"""What the cells of a row say of one practice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kb.export.addresses import Addresses
from kb.export.tables.sheets import Cell
from kb.export.voices import Voices
from kb.model import Practice, Source
from kb.model.base import Result
from kb.model.practice import Contact, Obstacle, Organisation, Role
from kb.model.types import TBA
from kb.translation.formats import format_day, format_number, language_name
from kb.translation.interface import gettext as _
from kb.translation.labels import value_label
from kb.translation.localise import LocalText, worst_state
from kb.words.languages import primary


class EntryCells:
    """One practice, told in one language; the interface speaks it meanwhile."""

    def __init__(self, voices: Voices, practice: Practice) -> None:
        self.practice = practice
        self._voices = voices
        self._shelf = voices.shelf
        self._lang = voices.langs[0]
        self._texts = voices.shelf.texts(practice, self._lang)

    # Texts

    def prose(self, field: str, text: str | None) -> str:
        """A text, its paragraphs parted by an empty line."""
        return "\n\n".join(map(self._noted, self._texts.paragraphs(field, text)))

    def line(self, field: str, text: str | None) -> str:
        """A text in one line."""
        return " ".join(map(self._noted, self._texts.paragraphs(field, text)))

    def items(self, field: str, texts: Iterable[str]) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.line(field, one) for one in texts)

    def _noted(self, text: LocalText) -> str:
        if primary(text.lang) == primary(self._lang):
            return text.value
        return f"{text.value} [{language_name(text.lang, self._lang)}]"

    @property
    def title(self) -> str:
        """Its title."""
        return self.line("title", self.practice.title)

    def field(self, name: str) -> Cell:
        """A text or list of texts that is a field of the practice."""
        value = getattr(self.practice, name)
        return self.items(name, value) if isinstance(value, tuple) else self.prose(name, value)

    # Facts

    @property
    def country(self) -> str:
        """Name of its country."""
        location = self.practice.location
        return self._voices.country(location.country)[0].value if location else ""

    def country_of(self, code: str | None) -> str:
        """Name of a country."""
        return self._voices.country(code)[0].value if code else ""

    def where(self, name: str) -> Cell:
        """A part of its location as it stands in the file."""
        value: Cell = getattr(self.practice.location, name, None)
        return value

    @property
    def precision(self) -> str:
        """How exactly the coordinates point."""
        location = self.practice.location
        if location is None or location.precision is None:
            return ""
        return value_label("precision", location.precision.value)

    def concepts(self, vocabulary: str, ids: Sequence[str]) -> tuple[str, ...]:
        """Labels of topics or target groups."""
        return tuple(self._voices.concept(vocabulary, one)[0].value for one in ids)

    def fund(self, name: str) -> str:
        """What a fund is called."""
        return self._voices.fund(name)[0].value

    def day(self, name: str) -> Cell:
        """First or last day of its period."""
        return parse_day(getattr(self.practice.period, name, None))

    @property
    def state(self) -> str:
        """Where it stands in time."""
        period = self.practice.period
        return value_label("state", period.state.value) if period else ""

    @property
    def period_note(self) -> str:
        """What its dates mean."""
        period = self.practice.period
        return self.line("period.note", period.note) if period else ""

    @property
    def leads(self) -> tuple[str, ...]:
        """Who leads it."""
        organisations = self.practice.organisations
        return tuple(self._name(one) for one in organisations if one.role is Role.LEAD)

    @property
    def others(self) -> tuple[str, ...]:
        """Who else takes part, with what they do."""
        order = list(Role)
        rest = [one for one in self.practice.organisations if one.role is not Role.LEAD]
        rest.sort(key=lambda one: order.index(one.role))
        return tuple(f"{self._name(one)} ({value_label('role', one.role.value)})" for one in rest)

    def _name(self, one: Organisation) -> str:
        partner = self._shelf.find_partner(one.partner)
        return one.name or (partner.name if partner else one.partner) or ""

    @property
    def project(self) -> str:
        """The project it is part of."""
        project = self._shelf.find_project(self.practice.part_of)
        if project is None:
            return ""
        texts = self._shelf.texts(project, self._lang, "project")
        title = self._noted(texts.find("title", project.title))
        return f"{project.acronym}: {title}" if project.acronym else title

    @property
    def original(self) -> str:
        """Language it was written in."""
        return self._voices.language(self.practice.language)[0].value

    @property
    def translation(self) -> str:
        """Worst state of its texts."""
        return value_label("translation", worst_state(list(self._texts.states())))

    @property
    def page(self) -> str | None:
        """Its page, where the knowledge base is published."""
        addresses = Addresses(self._shelf.settings)
        return addresses.page(self._lang, "practices", self.practice.id)

    @property
    def licence(self) -> str | None:
        """Its licence, or that of the knowledge base."""
        return self.practice.licence or self._shelf.settings.licence

    # Parts of lists, each in a line

    def result(self, result: Result) -> str:
        """A result with its figure."""
        figure = ""
        if result.value is not None:
            indicator = self.line("results.indicator", result.indicator)
            number = format_number(result.value, self._lang)
            unit = self.line("results.unit", result.unit)
            counted = " ".join(filter(None, (number, unit)))
            day = format_day(result.on, self._lang) if result.on else ""
            kind = value_label("result", result.kind.value) if result.kind else ""
            figure = joined(f"{indicator}: {counted}" if indicator else counted, day, kind)
        text = self.line("results.text", result.text)
        numbers = f" [{', '.join(map(str, result.source))}]" if result.source else ""
        return (f"{text} ({figure})" if figure else text) + numbers

    def obstacle(self, obstacle: Obstacle) -> str:
        """What was hard, and what helped."""
        text = self.line("obstacles.text", obstacle.text)
        remedy = self.line("obstacles.remedy", obstacle.remedy)
        return f"{text} {_('What helped: %(remedy)s') % {'remedy': remedy}}" if remedy else text

    def source(self, number: int, source: Source) -> str:
        """A source with its number."""
        title = self.line("sources.title", source.title)
        return f"{number}. {joined(title, source.publisher, source.url)}"

    def contact(self, contact: Contact) -> str:
        """Whom to ask."""
        spoken = (self._voices.language(one)[0].value for one in contact.languages)
        return joined(contact.name, contact.organisation, contact.url, ", ".join(spoken))

    def transfer(self, name: str) -> tuple[str, ...]:
        """A list of what others must know before they copy it."""
        texts = getattr(self.practice.transferability, name, ())
        return self.items(f"transferability.{name}", texts)

    def event_day(self, text: str | None) -> Cell:
        """A date that may be announced later."""
        return _("date to be announced") if text == TBA else parse_day(text)


def parse_day(text: str | None) -> date | str | None:
    """A date where it is known to the day, else the text: 2016-10."""
    return date.fromisoformat(text) if text and len(text) == len("2016-10-14") else text


def joined(*parts: str | None) -> str:
    """Parts of a line, without those that are missing."""
    return " · ".join(part for part in parts if part)
