"""Checks of vocabularies and the glossary: ids, wider concepts, labels."""

from __future__ import annotations

from collections.abc import Iterator

from kb.content.checks.faults import Case, Fault, near
from kb.content.nearmiss import find_near
from kb.content.yamlfile import FieldPath
from kb.model import Concept, Glossary, Vocabulary


def check_concepts(case: Case) -> Iterator[Fault]:
    """Concepts and terms have ids of their own; wider concepts exist and make no circle."""
    record = case.record
    if isinstance(record, Glossary):
        yield from _twice("terms", [one.id for one in record.terms], case)
    if isinstance(record, Vocabulary):
        yield from _twice("concepts", [one.id for one in record.concepts], case)
        yield from _broader(record)


def _twice(key: str, ids: list[str], case: Case) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for number, one in enumerate(ids):
        if one in first:
            place = f"{case.file.name}, no. {first[one] + 1}"
            yield Fault("KB309", (key, number, "id"), {"id": one, "other": place})
        first.setdefault(one, number)


def _broader(vocabulary: Vocabulary) -> Iterator[Fault]:
    wider = {one.id: one.broader for one in vocabulary.concepts}
    told: set[str] = set()
    for number, one in enumerate(vocabulary.concepts):
        path = ("concepts", number, "broader")
        if one.broader is None:
            continue
        if one.broader not in wider:
            params = {"value": one.broader} | near(find_near(one.broader, wider))
            yield Fault("KB408", path, params)
        elif one.id not in told and (circle := _circle(one.id, wider)):
            told.update(circle)
            params = {"value": one.id, "circle": " → ".join([*circle, one.id])}
            yield Fault("KB409", path, params)


def _circle(start: str, wider: dict[str, str | None]) -> list[str]:
    """The way from a concept up and back to itself; [] where there is none."""
    way: list[str] = []
    here: str | None = start
    while here is not None and here not in way:
        way.append(here)
        here = wider.get(here)
    return way if here == start else []


def check_labels(case: Case) -> Iterator[Fault]:
    """Labels are there in every language, and each belongs to one concept."""
    record = case.record
    if not isinstance(record, Vocabulary):
        return
    owners: dict[tuple[str, str], str] = {}
    for number, concept in enumerate(record.concepts):
        path = ("concepts", number, "labels")
        missing = _missing_languages(concept, case.known.content.settings.languages)
        if missing:
            yield Fault("KB411", path, {"value": concept.id, "missing": ", ".join(missing)})
        for lang, label_path, label in _labels(concept, path):
            owner = owners.setdefault((lang, label.casefold()), concept.id)
            if owner != concept.id:
                yield Fault("KB410", label_path, {"value": label, "lang": lang, "other": owner})


def _missing_languages(concept: Concept, languages: tuple[str, ...]) -> list[str]:
    there = {primary(tag) for tag in concept.labels}
    return [tag for tag in languages if primary(tag) not in there]


def primary(tag: str) -> str:
    """The language of a tag without its region."""
    return tag.split("-", maxsplit=1)[0]


def _labels(concept: Concept, path: FieldPath) -> Iterator[tuple[str, FieldPath, str]]:
    for lang, labels in concept.labels.items():
        yield lang, (*path, lang, "preferred"), labels.preferred
        for number, label in enumerate(labels.alternative):
            yield lang, (*path, lang, "alternative", number), label
