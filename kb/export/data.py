"""Practices as JSON: facts as they were written, every text in the languages asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from kb.content.fields import Field
from kb.export.addresses import Addresses
from kb.export.datamodel import (
    OTHERWISE,
    ConceptLink,
    CountryLink,
    KnowledgeBase,
    Label,
    Labels,
    States,
    export_schema,
    exported_fields,
)
from kb.export.shelf import Shelf
from kb.model import Concept, Practice, Project
from kb.model.practice import Adoption, Organisation, level
from kb.translation.formats import country_name
from kb.translation.localise import LocalisedTexts, worst_state
from kb.words.languages import primary

__all__ = [
    "concept_labels",
    "describe_knowledge_base",
    "describe_practice",
    "export_data",
    "export_schema",
    "labels_of",
    "render_json",
    "whole_text",
]

Plain = dict[str, Any]
"""What becomes JSON; `export_schema` describes it."""


def render_json(shelf: Shelf, langs: Sequence[str]) -> bytes:
    """The practices of a shelf as JSON in UTF-8; `export_schema` describes it.

    Args:
        shelf: what may leave the house.
        langs: languages of the texts, BCP 47.
    """
    text = json.dumps(export_data(shelf, langs), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def export_data(shelf: Shelf, langs: Sequence[str]) -> Plain:
    """What `render_json` writes, before it is text."""
    return {
        "knowledge_base": describe_knowledge_base(shelf, langs),
        "langs": list(langs),
        "practices": [describe_practice(shelf, one, langs) for one in shelf.practices],
    }


def describe_knowledge_base(shelf: Shelf, langs: Sequence[str]) -> Plain:
    """What the knowledge base says about itself."""
    settings = shelf.settings
    codes = dict.fromkeys((*settings.countries, *shelf.country_codes()))
    data = KnowledgeBase(
        title=labels_of(settings.title, langs, settings.fallback),
        homepage=settings.homepage,
        licence=settings.licence,
        funding_line=labels_of(settings.funding_line, langs, settings.fallback),
        languages=settings.languages,
        fallback=settings.fallback,
        countries=tuple(CountryLink(code=one, labels=_country_labels(one, langs)) for one in codes),
    )
    return data.model_dump(mode="json")


def describe_practice(shelf: Shelf, practice: Practice, langs: Sequence[str]) -> Plain:
    """One practice of a shelf, with its texts in each language."""
    return _Describer(shelf, practice, langs).whole()


def concept_labels(concept: Concept | None, langs: Sequence[str], fallback: str) -> Labels:
    """What a concept is called in each language; {} for one that nobody knows."""
    words = {tag: one.preferred for tag, one in concept.labels.items()} if concept else {}
    return labels_of(words, langs, fallback)


def labels_of(wordings: Mapping[str, str], langs: Sequence[str], fallback: str) -> Labels:
    """A wording for each language: its own, else the fallback's, else any; {} for none."""
    return {lang: _label(wordings, lang, fallback) for lang in langs} if wordings else {}


def _label(wordings: Mapping[str, str], lang: str, fallback: str) -> Label:
    tags = (
        lang,
        *(tag for tag in wordings if primary(tag) == primary(lang)),
        *(tag for tag in wordings if primary(tag) == primary(fallback)),
        *wordings,
    )
    tag = next(one for one in tags if one in wordings)
    return Label(text=wordings[tag], lang=tag)


def _country_labels(code: str, langs: Sequence[str]) -> Labels:
    return {lang: Label(text=country_name(code, lang), lang=lang) for lang in langs}


class _Describer:
    """Turns one practice into plain data, field by field as the model has them."""

    def __init__(self, shelf: Shelf, practice: Practice, langs: Sequence[str]) -> None:
        self.shelf = shelf
        self.practice = practice
        self.langs = langs
        self._texts = {lang: shelf.texts(practice, lang) for lang in langs}

    def whole(self) -> Plain:
        """The practice with all its parts."""
        addresses = Addresses(self.shelf.settings)
        pages = {lang: addresses.page(lang, "practices", self.practice.id) for lang in self.langs}
        return {
            "id": self.practice.id,
            "level": level(self.practice).value,
            "urls": {lang: page for lang, page in pages.items() if page},
            "states": {
                lang: States(**texts.states()).model_dump() for lang, texts in self._texts.items()
            },
            **self._part(self.practice),
        }

    def _part(self, part: BaseModel, path: str = "") -> Plain:
        """A record or a part of one.

        Args:
            part: what it is.
            path: where it stands, as its texts are known in the catalogs.
        """
        data = {}
        for field in exported_fields(type(part)):
            place = f"{path}.{field.key}" if path else field.key
            key = type(part), field.key
            if key in OTHERWISE:
                data[field.key] = _MAKERS[key](self, part)
            else:
                data[field.key] = self._value(getattr(part, field.key), field, place)
        return data

    def _value(self, value: Any, field: Field, place: str) -> Any:
        if field.prose and field.prose.paragraphs:
            return self._paragraphs(place, value)
        if isinstance(value, tuple):
            return [self._value(one, field, place) for one in value]
        if isinstance(value, BaseModel):
            return self._part(value, place)
        if field.prose and value is not None:
            return _texts(self._texts, place, value)
        return str(value) if isinstance(value, Decimal) else value

    def _paragraphs(self, field: str, text: str | None) -> list[Plain]:
        rows = zip(*(one.paragraphs(field, text) for one in self._texts.values()), strict=True)
        return [
            {
                lang: _text(one.value, one.lang, one.state, one.shown_state)
                for lang, one in zip(self._texts, row, strict=True)
            }
            for row in rows
        ]

    # What is not exported as it stands in the record

    def topics(self, practice: Practice) -> list[Plain]:
        return self._concepts("topics", practice.topics)

    def target_groups(self, practice: Practice) -> list[Plain]:
        return self._concepts("target-groups", practice.target_groups)

    def project(self, practice: Practice) -> Plain | None:
        found = self.shelf.find_project(practice.part_of)
        return self._link(found, "project") if found else None

    def related(self, practice: Practice) -> list[Plain]:
        found = (self.shelf.find_practice(one) for one in practice.related)
        return [self._link(one) for one in found if one]

    def adoptions(self, practice: Practice) -> list[Plain]:
        return [
            self._part(one, "adopted_from")
            for one in practice.adopted_from
            if self.shelf.find_practice(one.practice)
        ]

    def adopted(self, adoption: Adoption) -> Plain | None:
        found = self.shelf.find_practice(adoption.practice)
        return self._link(found) if found else None

    def licence(self, practice: Practice) -> str | None:
        return practice.licence or self.shelf.settings.licence

    def steps(self, practice: Practice) -> list[Plain]:
        return [self._part(one, "steps") for one in practice.steps]

    def name(self, organisation: Organisation) -> str | None:
        partner = self.shelf.find_partner(organisation.partner)
        return organisation.name or (partner.name if partner else None)

    def homepage(self, organisation: Organisation) -> str | None:
        partner = self.shelf.find_partner(organisation.partner)
        return organisation.url or (partner.homepage if partner else None)

    def _concepts(self, vocabulary: str, ids: Iterable[str]) -> list[Plain]:
        known = self.shelf.vocabularies.get(vocabulary)
        fallback = self.shelf.settings.fallback
        links = (
            ConceptLink(
                id=one,
                labels=concept_labels(known.find(one) if known else None, self.langs, fallback),
            )
            for one in ids
        )
        return [one.model_dump() for one in links]

    def _link(self, record: Practice | Project, kind: str = "practice") -> Plain:
        texts = {lang: self.shelf.texts(record, lang, kind) for lang in self.langs}
        return {"id": record.id, "title": _texts(texts, "title", record.title)}


_MAKERS: Mapping[tuple[type[BaseModel], str], Callable[[_Describer, Any], object]] = {
    (Practice, "topics"): _Describer.topics,
    (Practice, "target_groups"): _Describer.target_groups,
    (Practice, "part_of"): _Describer.project,
    (Practice, "related"): _Describer.related,
    (Practice, "adopted_from"): _Describer.adoptions,
    (Practice, "licence"): _Describer.licence,
    (Practice, "steps"): _Describer.steps,
    (Adoption, "practice"): _Describer.adopted,
    (Organisation, "name"): _Describer.name,
    (Organisation, "url"): _Describer.homepage,
}
"""How each field of `OTHERWISE` comes about."""


def whole_text(texts: LocalisedTexts, field: str, text: str) -> Plain:
    """A short text of a record for readers of one language, with all its paragraphs."""
    passages = texts.paragraphs(field, text)
    if len({one.lang for one in passages}) > 1:
        # Some paragraphs are translated, some are not: one text must be in one language.
        original = "\n\n".join(one.source for one in passages)
        return _text(original, texts.source_lang, "missing", "source")
    return _text(
        "\n\n".join(one.value for one in passages),
        passages[0].lang,
        worst_state([one.state for one in passages]),
        worst_state([one.shown_state for one in passages]),
    )


def _texts(texts: Mapping[str, LocalisedTexts], field: str, text: str) -> Plain:
    return {lang: whole_text(one, field, text) for lang, one in texts.items()}


def _text(text: str, lang: str, state: str, shown_state: str) -> Plain:
    return {"text": text, "lang": lang, "state": state, "shown_state": shown_state}
