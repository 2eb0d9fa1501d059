"""Whom to ask, as one table: the partners of a visit, and the contacts of every entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.export.description import Passage, distinct
from kb.export.shelf import Shelf
from kb.export.tables.sheets import Cell, Column, Kind, Sheet, Tables
from kb.export.voices import FindFolder, Voices, joined
from kb.model import Practice, Visit
from kb.model.practice import Contact
from kb.translation.formats import format_list, language_name
from kb.translation.interface import pgettext

_BETWEEN = " / "


def describe_contact_sheet(
    shelf: Shelf,
    langs: Sequence[str],
    created: str,
    visit: Visit | None = None,
    find_cache: FindFolder | None = None,
) -> Tables:
    """A workbook with one sheet.

    Args:
        shelf: the practices; it lets through only contacts that have agreed.
        langs: one or two BCP 47 tags.
        created: ISO date of the day it is made.
        visit: whose partners come first.
        find_cache: finds the folder for compiled interface catalogs.
    """
    voices = Voices(shelf, langs, find_cache)
    title = _plain(voices.field("contacts"))
    rows = (*_partner_rows(voices, visit), *_practice_rows(voices))
    sheet = Sheet("contacts", title, tuple(_columns(voices)), rows, fixed=1)
    base = _plain(voices.label_of(shelf.settings.title))
    cut = dict.fromkeys(langs, "…")
    return Tables(f"{title} · {base}", "", tuple(langs), created, (sheet,), (), cut)


def _columns(voices: Voices) -> Iterator[Column]:
    say, lang = voices.say, voices.langs[0]
    heads = (
        ("organisation", say(lambda _lang: pgettext("contact", "Organisation")), Kind.TITLE),
        ("name", say(lambda _lang: pgettext("contact", "Name")), Kind.LABEL),
        ("role", say(lambda _lang: pgettext("contact", "Role")), Kind.LABEL),
        ("country", voices.field("country"), Kind.LABEL),
        ("languages", say(lambda _lang: pgettext("contact", "Speaks")), Kind.LABEL),
        ("email", say(lambda _lang: pgettext("contact", "E-mail")), Kind.LABEL),
        ("phone", say(lambda _lang: pgettext("contact", "Telephone")), Kind.LABEL),
        ("url", say(lambda _lang: pgettext("column", "Web address")), Kind.URL),
        ("practice", say(lambda _lang: pgettext("column", "Practice")), Kind.TITLE),
    )
    for key, head, kind in heads:
        yield Column(key, _plain(head), kind, lang)


def _partner_rows(voices: Voices, visit: Visit | None) -> Iterator[tuple[Cell, ...]]:
    ids = [visit.host, *(one.partner for one in visit.participants)] if visit else []
    for partner in filter(None, map(voices.shelf.find_partner, dict.fromkeys(ids))):
        country = _plain(voices.country(partner.country))
        spoken = _plain(_spoken(voices, partner.languages))
        yield partner.name, "", "", country, spoken, "", "", partner.homepage or "", ""


def _practice_rows(voices: Voices) -> Iterator[tuple[Cell, ...]]:
    for practice in voices.shelf.practices:
        for contact in practice.contacts:
            yield _contact_row(voices, practice, contact)


def _contact_row(voices: Voices, practice: Practice, contact: Contact) -> tuple[Cell, ...]:
    texts = voices.of(practice)
    country = voices.country(practice.location.country) if practice.location else ()
    return (
        contact.organisation or "",
        contact.name or "",
        _plain(texts.line("contacts.role", contact.role)),
        _plain(country),
        _plain(_spoken(voices, contact.languages)),
        contact.email or "",
        contact.phone or "",
        contact.url or "",
        _plain(texts.title),
    )


def _spoken(voices: Voices, tags: Sequence[str]) -> Passage:
    if not tags:
        return ()
    return joined(
        voices.say(lambda lang: format_list([language_name(tag, lang) for tag in tags], lang))
    )


def _plain(passage: Passage) -> str:
    return _BETWEEN.join(text.value for text in distinct(passage))
