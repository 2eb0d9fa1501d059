"""Vocabularies and glossary as SKOS in Turtle: for other databases, and for editors of thesauri.

Each vocabulary is a concept scheme, and so is the glossary. What SKOS forbids is mended on the way
out, since readers refuse a whole file for it: a label that stands twice is given once, and a circle
of wider concepts is not written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kb.export.addresses import Addresses, clean_address, licence_address
from kb.export.extras import missing_extra
from kb.export.shelf import Shelf
from kb.model import Concept, Glossary, GlossaryTerm, Settings, Vocabulary
from kb.translation.interface import pgettext, speaking
from kb.translation.labels import value_label
from kb.words.languages import primary

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

FindFolder = Callable[[], Path | None]
GLOSSARY = "glossary"
"""Name of its concept scheme."""


def render_skos(shelf: Shelf, find_cache: FindFolder | None = None) -> bytes:
    """All vocabularies of a shelf and the glossary as Turtle in UTF-8.

    Args:
        shelf: what may leave the house.
        find_cache: finds the folder for compiled interface catalogs.

    Raises:
        KbError: the package for it is not installed.
    """
    return render_vocabularies(shelf.vocabularies, shelf.glossary, shelf.settings, find_cache)


def render_vocabularies(
    vocabularies: Mapping[str, Vocabulary],
    glossary: Glossary | None,
    settings: Settings,
    find_cache: FindFolder | None = None,
) -> bytes:
    """Vocabularies as Turtle, see `render_skos`."""
    writer = _Writer(settings, find_cache)
    for name in sorted(vocabularies):
        writer.add_vocabulary(vocabularies[name])
    if glossary:
        writer.add_glossary(glossary)
    return writer.turtle()


class _Writer:
    """The graph while it is made."""

    def __init__(self, settings: Settings, find_cache: FindFolder | None) -> None:
        self.graph = _new_graph()
        self._settings = settings
        self._addresses = Addresses(settings)
        self._find_cache = find_cache
        self.graph.bind("notation", self._name("notation", ""))

    def turtle(self) -> bytes:
        """The graph as text: the same bytes for the same vocabularies."""
        return f"{self.graph.serialize(format='turtle').strip()}\n".encode()

    # Vocabularies

    def add_vocabulary(self, vocabulary: Vocabulary) -> None:
        """A vocabulary as a concept scheme."""
        scheme = self._scheme(vocabulary.id, vocabulary.title)
        for concept in vocabulary.concepts:
            self._concept(concept, vocabulary, scheme)

    def _concept(self, concept: Concept, vocabulary: Vocabulary, scheme: URIRef) -> None:
        from rdflib.namespace import SKOS

        subject = self._add(scheme, vocabulary.id, concept.id)
        wider = _wider(concept, vocabulary)
        if wider:
            broader = self._name("vocabulary", vocabulary.id, wider)
            self.graph.add((subject, SKOS.broader, broader))
            self.graph.add((broader, SKOS.narrower, subject))
        else:
            self._add_top(subject, scheme)
        for tag, labels in concept.labels.items():
            self._label(subject, tag, labels.preferred, labels.alternative)
        for tag, text in concept.definition.items():
            self._text(subject, SKOS.definition, text, tag)
        for url in concept.exact_matches:
            self._link(subject, SKOS.exactMatch, clean_address(url))
        self._place(subject, concept.country)
        if concept.nuts:
            self._notation(subject, "nuts", concept.nuts)

    # Glossary

    def add_glossary(self, glossary: Glossary) -> None:
        """The glossary as a concept scheme without an order from wide to narrow."""
        titles = {}
        for lang in self._settings.languages:
            with speaking(lang, self._find_cache):
                titles[lang] = pgettext("vocabulary", "Glossary")
        scheme = self._scheme(GLOSSARY, titles)
        for term in glossary.terms:
            self._term(term, scheme)

    def _term(self, term: GlossaryTerm, scheme: URIRef) -> None:
        from rdflib.namespace import SKOS

        subject = self._add(scheme, GLOSSARY, term.id)
        self._add_top(subject, scheme)
        self._label(subject, term.language, term.term, term.also)
        for tag, rendering in term.renderings.items():
            # The word in its own language wins over a rendering into that.
            preferred = None if tag == term.language else rendering.term
            self._label(subject, tag, preferred, rendering.also)
            if rendering.explain:
                self._text(subject, SKOS.note, rendering.explain, tag)
        for tag, text in term.definition.items():
            self._text(subject, SKOS.definition, text, tag)
        self._place(subject, term.country)
        self._say_what_is_draft(subject, term)

    def _say_what_is_draft(self, subject: URIRef, term: GlossaryTerm) -> None:
        from rdflib.namespace import SKOS

        reviewed = {primary(tag) for tag in term.reviewed}
        for tag in sorted({*term.definition, *term.renderings}):
            if primary(tag) not in reviewed:
                with speaking(tag, self._find_cache):
                    note = value_label("translation", "draft")
                self._text(subject, SKOS.editorialNote, note, tag)

    # Parts

    def _scheme(self, name: str, titles: Mapping[str, str]) -> URIRef:
        from rdflib.namespace import DCTERMS, RDF, SKOS

        scheme = self._name("vocabulary", name)
        self.graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        for tag, title in titles.items():
            self._text(scheme, DCTERMS.title, title, tag)
            self._text(scheme, SKOS.prefLabel, title, tag)
        if licence := licence_address(self._settings.licence):
            self._link(scheme, DCTERMS.license, licence)
        return scheme

    def _add(self, scheme: URIRef, vocabulary: str, concept_id: str) -> URIRef:
        from rdflib.namespace import RDF, SKOS

        subject = self._name("vocabulary", vocabulary, concept_id)
        self.graph.add((subject, RDF.type, SKOS.Concept))
        self.graph.add((subject, SKOS.inScheme, scheme))
        self._notation(subject, "id", concept_id)
        return subject

    def _add_top(self, subject: URIRef, scheme: URIRef) -> None:
        from rdflib.namespace import SKOS

        self.graph.add((subject, SKOS.topConceptOf, scheme))
        self.graph.add((scheme, SKOS.hasTopConcept, subject))

    def _label(
        self, subject: URIRef, tag: str, preferred: str | None, also: tuple[str, ...]
    ) -> None:
        from rdflib.namespace import SKOS

        if preferred:
            self._text(subject, SKOS.prefLabel, preferred, tag)
        for text in also:
            if text != preferred:
                self._text(subject, SKOS.altLabel, text, tag)

    def _notation(self, subject: URIRef, kind: str, code: str) -> None:
        from rdflib import Literal
        from rdflib.namespace import SKOS

        # SKOS wants a type for each system of notations, so that codes of two are not mixed up.
        datatype = self._name("notation", kind)
        self.graph.add((subject, SKOS.notation, Literal(code, datatype=datatype)))

    def _place(self, subject: URIRef, country: str | None) -> None:
        from rdflib import Literal
        from rdflib.namespace import DCTERMS

        if country:
            self.graph.add((subject, DCTERMS.coverage, Literal(country)))

    def _text(self, subject: URIRef, predicate: URIRef, text: str, tag: str) -> None:
        from rdflib import Literal

        self.graph.add((subject, predicate, Literal(text, lang=tag)))

    def _link(self, subject: URIRef, predicate: URIRef, url: str) -> None:
        from rdflib import URIRef as Iri

        self.graph.add((subject, predicate, Iri(url)))

    def _name(self, *names: str) -> URIRef:
        from rdflib import URIRef as Iri

        return Iri(self._addresses.identifier(*names))


def _wider(concept: Concept, vocabulary: Vocabulary) -> str | None:
    """Id of the wider concept; None for none, for one that is not there, and in a circle."""
    seen = {concept.id}
    above = vocabulary.find(concept.broader) if concept.broader else None
    nearest = above
    while above is not None:
        if above.id in seen:
            return None
        seen.add(above.id)
        above = vocabulary.find(above.broader) if above.broader else None
    return nearest.id if nearest else None


def _new_graph() -> Graph:
    try:
        from rdflib import Graph
        from rdflib.namespace import DCTERMS, SKOS
    except ImportError as error:
        raise missing_extra("SKOS", "rdflib") from error
    graph = Graph(bind_namespaces="none")
    graph.bind("skos", SKOS)
    graph.bind("dcterms", DCTERMS)
    return graph
