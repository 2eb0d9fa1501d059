"""The facts of a practice, each with its name: where, when, who, about what, with what money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.cli.texts import Texts
from kb.knowledgebase import KnowledgeBase
from kb.model import Partner, Practice, Project, Settings, Vocabulary
from kb.model.practice import Funding, Organisation, Role, level
from kb.translation.formats import (
    country_name,
    format_amount,
    format_day,
    format_days,
    format_share,
    language_name,
)
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.translation.labels import field_label, value_label

Row = tuple[str, list[str]]
"""What a fact is called, and one or more lines."""


def joined(*parts: str | None) -> str:
    """Facts on one line, those that are there."""
    return " · ".join(part for part in parts if part)


def numbers(sources: Sequence[int]) -> str:
    """Numbers of sources behind what they are for, with a space before."""
    return f" [{', '.join(map(str, sources))}]" if sources else ""


class Facts:
    """The facts of one practice.

    Args:
        base: the knowledge base.
        practice: whose facts.
        lang: language of the reader.
    """

    def __init__(self, base: KnowledgeBase, practice: Practice, lang: str) -> None:
        settings = base.find_record("settings", "kb")
        self._settings = settings if isinstance(settings, Settings) else None
        self.fallback = self._settings.fallback if self._settings else "en"
        self.texts = Texts(base.root, practice, lang, self.fallback)
        self._base = base
        self._practice = practice
        self._lang = lang

    def rows(self) -> Iterator[Row]:
        """All facts there are, in the order they are shown."""
        practice = self._practice
        for name, lines in (
            ("country", self._place()),
            ("period", self._period()),
            ("topics", self._concepts("topics", practice.topics)),
            ("target_groups", self._concepts("target-groups", practice.target_groups)),
            ("organisations", [self._organisation(one) for one in self._by_role()]),
            ("funding", [self._claim(one) for one in practice.funding]),
            ("part_of", self._project()),
            ("keywords", self._keywords()),
            ("same_as", list(practice.same_as)),
            ("language", [language_name(practice.language, self._lang)]),
            ("translation", self._translation()),
            ("licence", self._licence()),
            ("review", self._review()),
            ("status", [self._status()]),
            ("id", [practice.id]),
        ):
            if lines:
                yield field_label(name), lines

    def _place(self) -> list[str]:
        location = self._practice.location
        if location is None:
            return []
        places = (location.place, location.municipality, location.nuts)
        named = ", ".join(dict.fromkeys(place for place in places if place))
        country = country_name(location.country, self._lang)
        return [f"{country} ({named})" if named else country]

    def _period(self) -> list[str]:
        period = self._practice.period
        if period is None:
            return []
        start = format_day(period.start, self._lang) if period.start else None
        end = format_day(period.end, self._lang) if period.end else None
        if start and end:
            days = format_days(period.start or "", period.end or "", self._lang)
        elif start:
            days = pgettext("period", "from %(date)s") % {"date": start}
        else:
            days = pgettext("period", "until %(date)s") % {"date": end} if end else ""
        state = value_label("state", period.state.value)
        note = self.texts.line("period.note", period.note)
        return [", ".join(filter(None, (days, state))), *filter(None, [note])]

    def _concepts(self, name: str, ids: Sequence[str]) -> list[str]:
        vocabulary = self._base.find_record("vocabulary", name)
        labels = []
        for one in ids:
            concept = vocabulary.find(one) if isinstance(vocabulary, Vocabulary) else None
            labels.append(concept.label(self._lang, self.fallback) if concept else one)
        return [", ".join(labels)] if labels else []

    def _by_role(self) -> list[Organisation]:
        order = list(Role)
        return sorted(self._practice.organisations, key=lambda one: order.index(one.role))

    def _organisation(self, one: Organisation) -> str:
        partner = self._base.find_record("partner", one.partner) if one.partner else None
        known = partner.name if isinstance(partner, Partner) else one.partner
        name = one.name or known or ""
        role = value_label("role", one.role.value)
        return " ".join(filter(None, (f"{name} ({role})", one.url)))

    def _claim(self, claim: Funding) -> str:
        parts = [
            format_amount(claim.amount, claim.currency, self._lang) if claim.amount else "",
            value_label("scope", claim.scope.value),
            value_label("fund", claim.fund) if claim.fund else "",
            format_share(claim.share, self._lang) if claim.share else "",
            value_label("funding", claim.state.value) if claim.state else "",
            self.texts.line("funding.note", claim.note),
        ]
        return joined(*parts) + numbers(claim.source)

    def _project(self) -> list[str]:
        if not self._practice.part_of:
            return []
        project = self._base.find_record("project", self._practice.part_of)
        if not isinstance(project, Project):
            return [self._practice.part_of]
        return [project.acronym or project.title]

    def _keywords(self) -> list[str]:
        words = [self.texts.line("keywords", one) for one in self._practice.keywords]
        return [", ".join(words)] if words else []

    def _translation(self) -> list[str]:
        """How many texts are in which state; nothing for a reader of the original."""
        states = self.texts.localised.states()
        if states.keys() <= {"source"}:
            return []
        return [", ".join(f"{value_label('translation', one)} {n}" for one, n in states.items())]

    def _licence(self) -> list[str]:
        default = self._settings.licence if self._settings else None
        licence = self._practice.licence or default
        return [licence] if licence else []

    def _review(self) -> list[str]:
        review = self._practice.review
        if review is None:
            return []
        params = {"day": format_day(review.on, self._lang), "name": review.by}
        return [_("%(day)s by %(name)s") % params]

    def _status(self) -> str:
        status = value_label("status", self._practice.status.value)
        return f"{status}, {value_label('level', level(self._practice).value)}"
