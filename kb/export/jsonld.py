"""Practices as linked data in the words of schema.org: for search engines and other databases.

schema.org has no type for good practice, so each is a CreativeWork that says what else it is. The
original stands with all its facts; each translation is a work of its own that says how far it is.
Texts carry their language, so none is taken for another's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.export.addresses import Addresses, clean_address, licence_address
from kb.export.data import concept_labels, labels_of, whole_text
from kb.export.datamodel import Labels
from kb.export.shelf import Shelf
from kb.model import Partner, Practice, Project, Source
from kb.model.base import Location, Period, PeriodState
from kb.model.practice import Funding, FundingScope, Organisation, Role
from kb.translation.formats import country_name
from kb.translation.interface import speaking
from kb.translation.labels import FUNDS, fund_id, value_label
from kb.translation.localise import LocalisedTexts, worst_state
from kb.words.languages import primary

Node = dict[str, Any]
FindFolder = Callable[[], Path | None]

CONTEXT = "https://schema.org/"
GOOD_PRACTICE = "http://dbpedia.org/resource/Best_practice"
"""What the practices are besides creative works."""
_GRANTS = frozenset(
    (
        FundingScope.GRANT,
        FundingScope.NATIONAL_SHARE,
        FundingScope.IN_KIND,
        FundingScope.PRIZE,
    )
)
"""What somebody gave. The other scopes, such as total costs, are amounts that are mentioned."""
_STATUS = {
    "translated": "Published",
    "draft": "Draft",
    "stale": "Outdated",
    "missing": "Incomplete",
}
"""What a translation is, by the worst state of its texts."""


def render_jsonld(
    shelf: Shelf, langs: Sequence[str], find_cache: FindFolder | None = None
) -> bytes:
    """The practices of a shelf as JSON-LD, which may stand in an HTML page as it is.

    Args:
        shelf: what may leave the house.
        langs: languages of translations and labels, BCP 47.
        find_cache: finds the folder for compiled interface catalogs.
    """
    data = {"@context": CONTEXT, "@graph": list(_Graph(shelf, langs, find_cache).nodes())}
    text = json.dumps(data, ensure_ascii=False, indent=2)
    # No text can end the <script> it stands in; to readers of JSON both are the same.
    return f"{text}\n".replace("<", "\\u003c").encode()


def interval(period: Period | None) -> str | None:
    """From when to when, as ISO 8601 writes it: ".." for open, nothing for unknown."""
    if period is None or not (period.start or period.end):
        return None
    goes_on = period.state in (PeriodState.RUNNING, PeriodState.REGULAR_SERVICE)
    return f"{period.start or ''}/{period.end or ('..' if goes_on else '')}"


class _Graph:
    """All nodes: the knowledge base, the practices, and what they refer to."""

    def __init__(self, shelf: Shelf, langs: Sequence[str], find_cache: FindFolder | None) -> None:
        self.shelf = shelf
        self.langs = langs
        self.addresses = Addresses(shelf.settings)
        self._find_cache = find_cache
        self._shared: dict[str, Node] = {}

    def nodes(self) -> Iterator[Node]:
        """The knowledge base first, then the practices, then what several of them share."""
        yield self._base()
        for practice in self.shelf.practices:
            yield from _Work(self, practice).nodes()
        yield from (self._shared[name] for name in sorted(self._shared))

    def _base(self) -> Node:
        settings = self.shelf.settings
        return _node(
            "Collection",
            self.addresses.identifier(),
            name=_tagged(settings.title.items()),
            url=self.addresses.homepage,
            inLanguage=list(settings.languages),
            license=licence_address(settings.licence),
            spatialCoverage=[self.country(code) for code in settings.countries],
            hasPart=[self.work(one.id) for one in self.shelf.practices],
        )

    def work(self, practice_id: str) -> Node:
        """A practice, referred to."""
        return {"@id": self.addresses.identifier("practices", practice_id)}

    def concept(self, vocabulary: str, concept_id: str) -> Node:
        """A topic, referred to; its node is among the shared ones."""
        identifier = self.addresses.identifier("vocabulary", vocabulary, concept_id)
        self._shared[identifier] = _node(
            "DefinedTerm",
            identifier,
            name=self.concept_names(vocabulary, concept_id),
            termCode=concept_id,
            inDefinedTermSet=self._vocabulary(vocabulary),
        )
        return {"@id": identifier}

    def _vocabulary(self, vocabulary: str) -> Node:
        identifier = self.addresses.identifier("vocabulary", vocabulary)
        known = self.shelf.vocabularies.get(vocabulary)
        titles = labels_of(known.title if known else {}, self.langs, self.shelf.settings.fallback)
        self._shared[identifier] = _node("DefinedTermSet", identifier, name=_labels(titles))
        return {"@id": identifier}

    def concept_names(self, vocabulary: str, concept_id: str) -> list[Node]:
        """What a concept is called; nothing for one that nobody knows."""
        known = self.shelf.vocabularies.get(vocabulary)
        concept = known.find(concept_id) if known else None
        return _labels(concept_labels(concept, self.langs, self.shelf.settings.fallback))

    def organisation(self, organisation: Organisation) -> Node:
        """Somebody who takes part: a partner referred to, or anybody else described."""
        partner = self.shelf.find_partner(organisation.partner)
        if partner:
            return self._partner(partner)
        url = clean_address(organisation.url) if organisation.url else None
        return _node("Organization", name=organisation.name, url=url)

    def _partner(self, partner: Partner) -> Node:
        identifier = self.addresses.identifier("partners", partner.id)
        self._shared[identifier] = _node(
            "Organization",
            identifier,
            name=partner.name,
            alternateName=list(partner.other_names),
            url=clean_address(partner.homepage) if partner.homepage else None,
            address=_node("PostalAddress", addressCountry=partner.country),
        )
        return {"@id": identifier}

    def project(self, project: Project) -> Node:
        """The project a practice belongs to, referred to."""
        identifier = self.addresses.identifier("projects", project.id)
        texts = {lang: self.shelf.texts(project, lang, "project") for lang in self.langs}
        self._shared[identifier] = _node(
            "Project",
            identifier,
            name=_in_each(texts, "title", project.title),
            alternateName=project.acronym,
            description=_in_each(texts, "summary", project.summary),
        )
        return {"@id": identifier}

    def country(self, code: str) -> Node:
        """A country, referred to."""
        identifier = self.addresses.identifier("countries", code)
        names = _tagged((lang, country_name(code, lang)) for lang in self.langs)
        self._shared[identifier] = _node("Country", identifier, identifier=code, name=names)
        return {"@id": identifier}

    def fund(self, name: str) -> list[Node]:
        """What a fund is called."""
        known = self.shelf.vocabularies.get(FUNDS)
        if known and known.find(fund_id(name)):
            return self.concept_names(FUNDS, fund_id(name))
        return self.value("fund", name)

    def value(self, kind: str, value: str) -> list[Node]:
        """What a value of a closed list is called."""
        return self.say(lambda: value_label(kind, value))

    def say(self, make: Callable[[], str]) -> list[Node]:
        """Words of the interface in each language."""
        words = []
        for lang in self.langs:
            with speaking(lang, self._find_cache):
                words.append((lang, make()))
        return _tagged(words)


class _Work:
    """One practice: the original with all facts, and its translations."""

    def __init__(self, graph: _Graph, practice: Practice) -> None:
        self._graph = graph
        self._practice = practice
        self._id = graph.addresses.identifier("practices", practice.id)
        self._texts = {lang: graph.shelf.texts(practice, lang) for lang in graph.langs}
        self._original = graph.shelf.texts(practice, practice.language)

    def nodes(self) -> Iterator[Node]:
        """The original, then its translations in the order of the languages."""
        translations = list(self._translations())
        facts = {**self._facts(), "workTranslation": [{"@id": one["@id"]} for one in translations]}
        yield self._version(self._original, self._id, **facts)
        yield from translations

    def _version(self, texts: LocalisedTexts, name: str, /, **more: Any) -> Node:
        """The work in one language: only the texts that are in that language."""
        practice = self._practice
        summary = practice.summary
        return _node(
            "CreativeWork",
            name,
            additionalType=GOOD_PRACTICE,
            inLanguage=whole_text(texts, "title", practice.title)["lang"],
            name=_own(texts, "title", practice.title),
            abstract=_own(texts, "summary", summary) if summary else None,
            keywords=[_own(texts, "keywords", one) for one in practice.keywords],
            url=self._graph.addresses.page(texts.lang, "practices", practice.id),
            **more,
        )

    def _translations(self) -> Iterator[Node]:
        for lang, texts in self._texts.items():
            is_there = whole_text(texts, "title", self._practice.title)["state"] in _STATUS
            if primary(lang) == primary(self._practice.language) or not is_there:
                continue
            if _own(texts, "title", self._practice.title) is None:
                continue
            yield self._version(
                texts,
                f"{self._id}#{lang}",
                creativeWorkStatus=_STATUS.get(worst_state(list(texts.states()))),
                translationOfWork={"@id": self._id},
            )

    def _facts(self) -> Node:
        graph, practice = self._graph, self._practice
        project = graph.shelf.find_project(practice.part_of)
        topics = [graph.concept("topics", one) for one in practice.topics]
        return {
            "identifier": practice.id,
            # A project is no work that others could be part of, so it is among what this is about.
            "about": [*topics, *([graph.project(project)] if project else [])],
            "audience": list(self._audiences()),
            "contentLocation": self._place(practice.location),
            "temporalCoverage": interval(practice.period),
            **self._organisations(),
            "funding": [self._grant(one) for one in practice.funding if one.scope in _GRANTS],
            "mentions": [
                self._amount(one, self._claim(one))
                for one in practice.funding
                if one.scope not in _GRANTS and one.amount is not None
            ],
            "citation": [self._source(*one) for one in enumerate(practice.sources, start=1)],
            "subjectOf": list(self._press()),
            "license": licence_address(practice.licence or graph.shelf.settings.licence),
            "sameAs": [clean_address(one) for one in practice.same_as],
            "dateModified": practice.review.on if practice.review else None,
            "isBasedOn": list(self._models()),
            "isPartOf": {"@id": graph.addresses.identifier()},
        }

    def _audiences(self) -> Iterator[Node]:
        for one in self._practice.target_groups:
            names = self._graph.concept_names("target-groups", one)
            yield _node("Audience", identifier=one, audienceType=names)

    def _place(self, location: Location | None) -> Node | None:
        if location is None:
            return None
        country = self._graph.country(location.country)
        code = _node("PropertyValue", propertyID="NUTS", value=location.nuts)
        region = _node("AdministrativeArea", identifier=code, containedInPlace=country)
        has_point = location.lat is not None and location.lon is not None
        return _node(
            "Place",
            name=location.place or location.municipality,
            address=_node(
                "PostalAddress",
                addressLocality=location.municipality,
                addressCountry=location.country,
            ),
            geo=_node("GeoCoordinates", latitude=location.lat, longitude=location.lon)
            if has_point
            else None,
            containedInPlace=region if location.nuts else country,
        )

    def _organisations(self) -> Node:
        """Who takes part, by the property that comes nearest to the role."""
        found: dict[str, list[Node]] = {"sourceOrganization": [], "contributor": [], "funder": []}
        for one in self._practice.organisations:
            node = self._graph.organisation(one)
            if one.role is Role.LEAD:
                found["sourceOrganization"].append(node)
            elif one.role is Role.FUNDER:
                found["funder"].append(node)
            else:
                found["contributor"].append(
                    _node("Role", roleName=self._graph.value("role", one.role), contributor=node)
                )
        return dict(found)

    def _grant(self, claim: Funding) -> Node:
        has_amount = claim.amount is not None
        kind = "MonetaryGrant" if has_amount else "Grant"
        amount = self._amount(claim, {}) if has_amount else None
        return _node(kind, amount=amount, **self._claim(claim))

    def _amount(self, claim: Funding, more: Mapping[str, Any]) -> Node:
        # A text of digits: as a number it would lose cents on the way.
        value = str(claim.amount)
        return _node("MonetaryAmount", value=value, currency=claim.currency, **more)

    def _claim(self, claim: Funding) -> Node:
        """What is said of an amount, by whom, and how final it is."""

        def scope() -> str:
            state = value_label("funding", claim.state) if claim.state else ""
            return ", ".join(filter(None, (value_label("scope", claim.scope), state)))

        return {
            "name": self._graph.fund(claim.fund) if claim.fund else None,
            "disambiguatingDescription": self._graph.say(scope),
            "description": _in_each(self._texts, "funding.note", claim.note),
            "subjectOf": [{"@id": self._source_id(one)} for one in claim.source],
        }

    def _source_id(self, number: int) -> str:
        return f"{self._id}#source-{number}"

    def _source(self, number: int, source: Source) -> Node:
        return _node(
            "CreativeWork",
            self._source_id(number),
            name=_in_each(self._texts, "sources.title", source.title),
            publisher=_publisher(source.publisher),
            url=clean_address(source.url) if source.url else None,
            datePublished=source.date,
        )

    def _press(self) -> Iterator[Node]:
        for one in self._practice.press:
            yield _node(
                "NewsArticle",
                headline=one.title,
                publisher=_publisher(one.publisher),
                url=clean_address(one.url) if one.url else None,
                datePublished=one.date,
            )

    def _models(self) -> Iterator[Node]:
        """Published practices it was taken over from."""
        for one in self._practice.adopted_from:
            if self._graph.shelf.find_practice(one.practice):
                yield self._graph.work(one.practice)


def _node(kind: str, name: str | None = None, /, **properties: Any) -> Node:
    """A node without its empty properties; a list of one is that one."""
    node: Node = {"@id": name} if name else {}
    node["@type"] = kind
    for key, value in properties.items():
        kept = [one for one in value if one is not None] if isinstance(value, list) else value
        if kept in (None, [], ""):
            continue
        node[key] = kept[0] if isinstance(kept, list) and len(kept) == 1 else kept
    return node


def _tagged(words: Iterable[tuple[str, str]]) -> list[Node]:
    """Texts with their languages, each once."""
    return [{"@value": text, "@language": lang} for lang, text in dict.fromkeys(words)]


def _labels(labels: Labels) -> list[Node]:
    return _tagged((one.lang, one.text) for one in labels.values())


def _in_each(texts: Mapping[str, LocalisedTexts], field: str, text: str | None) -> list[Node]:
    """A text as readers of each language see it."""
    if not text:
        return []
    shown = (whole_text(one, field, text) for one in texts.values())
    return _tagged((one["lang"], one["text"]) for one in shown)


def _own(texts: LocalisedTexts, field: str, text: str) -> Node | None:
    """A text in the language asked for; None where it only exists in another."""
    shown = whole_text(texts, field, text)
    if shown["state"] == "missing":
        return None
    return {"@value": shown["text"], "@language": shown["lang"]}


def _publisher(name: str | None) -> Node | None:
    return _node("Organization", name=name) if name else None
