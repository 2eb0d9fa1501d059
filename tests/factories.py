"""Small real knowledge bases for tests: written to disk as YAML and read like any other."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from kb.model import Practice

Plain = dict[str, Any]

KB: Plain = {
    "schema": "1",
    "title": {
        "en": "Good practice",
        "de": "Gute Praxis",
        "fi": "Hyvä käytäntö",
        "sv": "God praxis",
    },
    "languages": ["de", "fi", "sv", "en"],
    "fallback": "en",
    "countries": {
        "AT": {"bounds": ["46.3", "9.5", "49.1", "17.2"]},
        "FI": {"bounds": ["59.4", "19.0", "70.1", "31.6"]},
        "SE": {"bounds": ["55.3", "10.9", "69.1", "24.2"]},
        "DE": {"bounds": ["47.2", "5.8", "55.1", "15.1"]},
    },
    "licence": "CC-BY-4.0",
    "review_after_months": "24",
}

PRACTICE: Plain = {
    "language": "de-AT",
    "status": "published",
    "title": "Sprachcafé am Dorfplatz",
    "summary": "Einmal in der Woche reden Zugewanderte und Einheimische miteinander.",
    "context": "Im Dorf gab es wenig Gelegenheit, Deutsch zu sprechen.",
    "goals": ["Zugewanderte sprechen Deutsch im Alltag."],
    "measures": ["Der Verein öffnet jeden Mittwoch sein Café."],
    "transferability": {"text": "Ein Raum und zwei Ehrenamtliche genügen."},
    "topics": ["language-cafe"],
    "target_groups": ["newcomers"],
    "location": {"country": "AT", "nuts": "AT32", "place": "Lungau"},
    "organisations": [{"partner": "at-verein", "role": "lead"}],
    "period": {"start": "2016-10-14", "state": "regular-service"},
    "sources": [{"title": "Homepage des Vereins", "url": "https://example.org/sprachcafe"}],
}

PARTNER: Plain = {
    "language": "de-AT",
    "name": "Verein am Dorfplatz",
    "kind": "association",
    "country": "AT",
    "languages": ["de"],
}

TOPICS: Plain = {
    "title": {"en": "Topics"},
    "concepts": [
        {
            "id": "language-learning",
            "labels": {
                "de": {"preferred": "Spracherwerb", "alternative": ["Deutsch lernen"]},
                "fi": {"preferred": "Kielenoppiminen"},
                "sv": {"preferred": "Språkinlärning"},
                "en": {"preferred": "Language learning"},
            },
        },
        {
            "id": "language-cafe",
            "broader": "language-learning",
            "labels": {
                "de": {"preferred": "Sprachcafé"},
                "fi": {"preferred": "Kielikahvila"},
                "sv": {"preferred": "Språkcafé"},
                "en": {"preferred": "Language café"},
            },
        },
        {
            "id": "mobility",
            "labels": {
                "de": {"preferred": "Mobilität"},
                "fi": {"preferred": "Liikkuminen"},
                "sv": {"preferred": "Mobilitet"},
                "en": {"preferred": "Mobility"},
            },
        },
        {
            "id": "housing",
            "labels": {
                "de": {"preferred": "Wohnen"},
                "fi": {"preferred": "Asuminen"},
                "sv": {"preferred": "Boende", "alternative": ["bostadsbrist"]},
                "en": {"preferred": "Housing"},
            },
        },
    ],
}

TARGET_GROUPS: Plain = {
    "title": {"en": "Target groups"},
    "concepts": [
        {
            "id": "newcomers",
            "labels": {
                "de": {"preferred": "Zugewanderte"},
                "fi": {"preferred": "Maahanmuuttajat"},
                "sv": {"preferred": "Nyanlända"},
                "en": {"preferred": "Newcomers"},
            },
        },
        {
            "id": "volunteers",
            "labels": {
                "de": {"preferred": "Ehrenamtliche"},
                "fi": {"preferred": "Vapaaehtoiset"},
                "sv": {"preferred": "Volontärer"},
                "en": {"preferred": "Volunteers"},
            },
        },
    ],
}

PLACES: Plain = {
    "title": {"en": "Places"},
    "concepts": [
        {
            "id": "salzburg",
            "country": "AT",
            "nuts": "AT32",
            "labels": {
                "de": {"preferred": "Salzburg"},
                "fi": {"preferred": "Salzburg"},
                "sv": {"preferred": "Salzburg"},
                "en": {"preferred": "Salzburg"},
            },
        },
        {
            "id": "narpes",
            "country": "FI",
            "labels": {
                "de": {"preferred": "Närpes"},
                "fi": {"preferred": "Närpiö"},
                "sv": {"preferred": "Närpes"},
                "en": {"preferred": "Närpes"},
            },
        },
    ],
}

VOCABULARIES: Plain = {"topics": TOPICS, "target-groups": TARGET_GROUPS, "places": PLACES}


def practice_data(**over: Any) -> Plain:
    """A complete practice as its file holds it; None takes a key away.

    Args:
        over: other values, by key; "id" is kept so that `write_base` knows the file's name.
    """
    data = {"id": "at-sprachcafe", **copy.deepcopy(PRACTICE), **over}
    return {key: value for key, value in data.items() if value is not None}


def make_practice(**over: Any) -> Practice:
    """A complete practice record; None takes a field away."""
    return Practice.model_validate(practice_data(**over))


def write_base(
    folder: Path,
    practices: Iterable[Practice | Mapping[str, Any]] = (),
    *,
    partners: Mapping[str, Mapping[str, Any]] | None = None,
    groups: Mapping[str, Mapping[str, Any]] | None = None,
    visits: Mapping[str, Mapping[str, Any]] | None = None,
    projects: Mapping[str, Mapping[str, Any]] | None = None,
    vocabularies: Mapping[str, Mapping[str, Any]] | None = None,
    glossary: Iterable[Mapping[str, Any]] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Path:
    """Write a small knowledge base and return its folder.

    Without anything else it holds kb.yaml, three vocabularies, the partner "at-verein" and the
    practices given. A practice without "id" is called "at-sprachcafe"; its folder is the first two
    letters of the id.

    Args:
        folder: where `practices/` is made, mostly `tmp_path`.
        practices: records, or what their files hold with "id" besides (see `practice_data`).
        partners: partner files by id, besides or instead of "at-verein".
        groups: group files by id.
        visits: visit files by id.
        projects: project files by id.
        vocabularies: vocabulary files by id, besides or instead of the three.
        glossary: terms of glossary.yaml; no file without it.
        settings: keys of kb.yaml that differ.
    """
    base = folder / "practices"
    write_yaml(base / "kb.yaml", {**KB, **(settings or {})})
    for name, data in {**VOCABULARIES, **(vocabularies or {})}.items():
        write_yaml(base / "vocabulary" / f"{name}.yaml", data)
    if glossary is not None:
        write_yaml(base / "vocabulary" / "glossary.yaml", {"terms": list(glossary)})
    kinds = {
        "partners": {"at-verein": PARTNER, **(partners or {})},
        "groups": groups or {},
        "visits": visits or {},
        "projects": projects or {},
    }
    for name, records in kinds.items():
        for record_id, data in records.items():
            write_yaml(base / name / f"{record_id}.yaml", data)
    for practice in practices:
        write_practice(folder, practice)
    return folder


def write_practice(folder: Path, practice: Practice | Mapping[str, Any]) -> Path:
    """Write one practice into a knowledge base and return its file."""
    if isinstance(practice, Practice):
        plain: Mapping[str, Any] = practice.model_dump(mode="json", exclude_defaults=True)
        plain = {"id": practice.id, **plain}
    else:
        plain = practice
    record_id = plain.get("id", "at-sprachcafe")
    data = {key: value for key, value in plain.items() if key != "id"}
    path = folder / "practices" / record_id[:2] / f"{record_id}.yaml"
    return write_yaml(path, data)


def write_yaml(path: Path, data: Any) -> Path:
    """Write a tree of mappings, lists and scalars; numbers and words stay as they are typed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(_texts(data), allow_unicode=True, sort_keys=False, default_style='"')
    path.write_text(text, "utf-8")
    return path


def _texts(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(key): _texts(value) for key, value in data.items() if value is not None}
    if isinstance(data, list | tuple):
        return [_texts(one) for one in data]
    return str(data)
