"""What fields and closed values are called: lone words, each with its context for translators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.translation.interface import _, pgettext

if TYPE_CHECKING:
    from kb.model.vocabulary import Vocabulary

FUNDS = "funds"
"""The vocabulary that tells what funds are called, where a knowledge base has one."""


def field_label(name: str) -> str:
    """What a field of a practice is called."""
    labels = {
        "title": pgettext("field", "Title"),
        "summary": pgettext("field", "Summary"),
        "body": pgettext("field", "Text"),
        "keywords": pgettext("field", "Keywords"),
        "topics": pgettext("field", "Topics"),
        "target_groups": pgettext("field", "Target groups"),
        "places": pgettext("field", "Place"),
        "organisations": pgettext("field", "Organisations"),
        "context": pgettext("field", "Context"),
        "goals": pgettext("field", "Goals"),
        "measures": pgettext("field", "Measures"),
        "results": pgettext("field", "Results"),
        "benefits": pgettext("field", "Benefits"),
        "success_factors": pgettext("field", "Success factors"),
        "obstacles": pgettext("field", "Obstacles"),
        "transferability": pgettext("field", "Transferability"),
        "preconditions": pgettext("field", "Preconditions"),
        "not_suitable_for": pgettext("field", "Not suitable for"),
        "resources": pgettext("field", "Resources"),
        "legal_context": pgettext("field", "Legal context"),
        "events": pgettext("field", "Dates"),
        "press": pgettext("field", "Press"),
        "links": pgettext("field", "Links"),
        "sources": pgettext("field", "Sources"),
        "contacts": pgettext("field", "Contacts"),
        "related": pgettext("field", "Related practices"),
        "adopted_from": pgettext("field", "Taken over from"),
        "media": pgettext("field", "Pictures and documents"),
        "period": pgettext("field", "Period"),
        "funding": pgettext("field", "Funding"),
        "country": pgettext("field", "Country"),
        "language": pgettext("field", "Language"),
        "licence": pgettext("field", "Licence"),
        "translation": pgettext("field", "Translation"),
        "part_of": pgettext("field", "Part of"),
        "same_as": pgettext("field", "Also described at"),
        "review": pgettext("field", "Last looked over"),
        "status": pgettext("field", "Status"),
        "published": pgettext("field", "Published"),
        "steps": pgettext("field", "Steps"),
        "level": pgettext("field", "Level"),
        "year": pgettext("field", "Year"),
        "id": pgettext("field", "Id"),
    }
    return labels.get(name, name)


def value_label(kind: str, value: str) -> str:
    """What a value of a closed list is called; the value itself for one nobody named.

    Args:
        kind: status, level, state (of a period), role, scope, funding, fund, result,
            precision (of coordinates), consent or translation.
        value: as it stands in the file.
    """
    labels = {
        "status": {
            "draft": pgettext("status", "draft"),
            "submitted": pgettext("status", "submitted"),
            "published": pgettext("status", "published"),
            "archived": pgettext("status", "archived"),
        },
        "level": {"stub": pgettext("level", "stub"), "full": pgettext("level", "full")},
        "state": {
            "planned": pgettext("period", "planned"),
            "running": pgettext("period", "running"),
            "finished": pgettext("period", "finished"),
            "regular-service": pgettext("period", "regular service"),
        },
        "role": {
            "lead": pgettext("role", "lead"),
            "partner": pgettext("role", "partner"),
            "funder": pgettext("role", "funder"),
            "host": pgettext("role", "host"),
        },
        "scope": {
            "total": pgettext("amount", "total"),
            "grant": pgettext("amount", "grant"),
            "partner-share": pgettext("amount", "share of one partner"),
            "national-share": pgettext("amount", "national share"),
            "own-contribution": pgettext("amount", "own contribution"),
            "in-kind": pgettext("amount", "in kind"),
            "prize": pgettext("amount", "prize"),
        },
        "funding": {
            "planned": pgettext("amount", "planned"),
            "approved": pgettext("amount", "approved"),
            "reported": pgettext("amount", "reported"),
        },
        "result": {
            "reported": pgettext("figure", "reported"),
            "target": pgettext("figure", "target"),
        },
        "fund": {
            # Translators: where money comes from.
            "donations": pgettext("fund", "donations"),
            "municipal": pgettext("fund", "municipal"),
        },
        "precision": {
            "exact": pgettext("coordinates", "the very place"),
            "municipality": pgettext("coordinates", "the municipality"),
            "region": pgettext("coordinates", "the region"),
        },
        "consent": {
            "web": pgettext("consent", "on the web and in files for everybody"),
            "booklet": pgettext("consent", "in booklets"),
            "partners": pgettext("consent", "among partners"),
        },
        "translation": {
            "source": pgettext("translation", "original"),
            "translated": pgettext("translation", "reviewed"),
            "draft": pgettext("translation", "draft"),
            "stale": pgettext("translation", "outdated"),
            "missing": pgettext("translation", "missing"),
        },
    }
    return labels[kind].get(value, value)


def fund_id(fund: str) -> str:
    """The id of a fund in the vocabulary `FUNDS`: one that entries write in capitals has small."""
    return fund.casefold()


def fund_label(fund: str, funds: Vocabulary | None, lang: str, fallback: str) -> str:
    """What a fund is called; as it was typed where nobody named it.

    Args:
        fund: as it stands in the file.
        funds: the vocabulary of funds, if the knowledge base has one.
        lang: BCP 47 tag of the reader's language.
        fallback: language of labels that are missing.
    """
    concept = funds.find(fund_id(fund)) if funds else None
    return concept.label(lang, fallback) if concept else value_label("fund", fund)


def named_status(value: str) -> str:
    """A status as sentences name it; see `named_value`."""
    return named_value("status", value)


def named_value(kind: str, value: str) -> str:
    """A value as sentences name it: its label, and the word that is typed, if another.

    Args:
        kind: as for `value_label`.
        value: as it stands in the file.
    """
    label = value_label(kind, value)
    return label if label == value else f"{label} ({value})"


def origin_note(state: str, language: str) -> str:
    """From which language a text was translated, and how far that was reviewed; "" for originals.

    Args:
        state: source, translated, draft, stale or missing.
        language: name of the language it was written in.
    """
    # Translators: these stand below an entry; "language" is the language it was written in.
    sentences = {
        "translated": _("Written in %(language)s; this translation has been reviewed."),
        "draft": _("Written in %(language)s; no person has reviewed this translation yet."),
        "stale": _("Written in %(language)s; the original has changed since it was translated."),
        "missing": _("Written in %(language)s; not yet translated."),
    }
    return sentences[state] % {"language": language} if state in sentences else ""


def text_notes(lang: str, asked: str, state: str, language: str | None) -> list[str]:
    """What a reader must know of a text: its language, if another than asked, and its state.

    Args:
        lang: BCP 47 tag of the text.
        asked: BCP 47 tag of the reader's language.
        state: source, translated, draft, stale or missing; "reviewed" for a translated text
            where a draft is expected.
        language: name of the text's language.
    """
    notes = []
    if lang.partition("-")[0] != asked.partition("-")[0]:
        notes.append(language or lang)
    if state == "draft":
        notes.append(pgettext("translation", "translation not yet reviewed"))
    elif state == "stale":
        notes.append(pgettext("translation", "translation older than the original"))
    elif state == "reviewed":
        notes.append(pgettext("translation", "reviewed"))
    return notes
